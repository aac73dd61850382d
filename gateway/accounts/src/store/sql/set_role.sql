UPDATE accounts_players SET role = $2
WHERE name_key = $1 AND password_hash IS NOT NULL
RETURNING id, name, role, password_hash, created_ms
