INSERT INTO accounts_players (id, name, name_key, password_hash, role, created_ms, expires_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
