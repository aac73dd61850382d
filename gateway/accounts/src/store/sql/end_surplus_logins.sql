UPDATE accounts_logins SET revoked_ms = $2
WHERE player_id = $1 AND revoked_ms IS NULL AND id NOT IN (
    SELECT id FROM accounts_logins
    WHERE player_id = $1 AND revoked_ms IS NULL
    ORDER BY used_ms DESC, id DESC
    LIMIT $3
)
RETURNING id
