INSERT INTO accounts_refresh_tokens (hash, login_id, generation, expires_ms)
VALUES ($1, $2, $3, $4)
