DELETE FROM accounts_players
WHERE id IN (SELECT id FROM accounts_players WHERE expires_ms <= $1 LIMIT $2)
