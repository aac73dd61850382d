UPDATE accounts_logins SET revoked_ms = $2
WHERE revoked_ms IS NULL AND id = (SELECT login_id FROM accounts_refresh_tokens WHERE hash = $1)
RETURNING id
