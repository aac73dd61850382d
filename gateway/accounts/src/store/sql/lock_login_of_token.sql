-- Changes nothing; locks the login's row, so that refreshes of one login come one after another.
UPDATE accounts_logins SET used_ms = used_ms
WHERE id = (SELECT login_id FROM accounts_refresh_tokens WHERE hash = $1)
RETURNING id, player_id, generation, expires_ms, ends_ms, revoked_ms
