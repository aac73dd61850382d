SELECT p.id, p.name, p.role, p.password_hash, p.created_ms,
       EXISTS (
           SELECT 1 FROM accounts_logins l WHERE l.player_id = p.id AND l.address_key = $2
       ) AS familiar
FROM accounts_players p
WHERE p.name_key = $1
