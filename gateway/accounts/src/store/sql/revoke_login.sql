UPDATE accounts_logins SET revoked_ms = $3
WHERE id = $1 AND player_id = $2 AND revoked_ms IS NULL AND expires_ms > $3
RETURNING id
