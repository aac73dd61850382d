DELETE FROM accounts_refresh_tokens
WHERE hash IN (SELECT hash FROM accounts_refresh_tokens WHERE expires_ms <= $1 LIMIT $2)
