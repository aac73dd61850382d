SELECT id, created_ms, used_ms, expires_ms, address, user_agent
FROM accounts_logins
WHERE player_id = $1 AND revoked_ms IS NULL AND expires_ms > $2
ORDER BY used_ms DESC, id DESC
