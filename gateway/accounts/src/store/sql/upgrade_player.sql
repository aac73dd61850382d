UPDATE accounts_players SET name = $2, name_key = $3, password_hash = $4, expires_ms = NULL
WHERE id = $1 AND password_hash IS NULL AND expires_ms > $5
RETURNING id, name, role, password_hash, created_ms
