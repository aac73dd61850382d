-- $3 is the login that has just been added: it is never the one that is too many.
UPDATE accounts_logins SET revoked_ms = $2
WHERE player_id = $1 AND revoked_ms IS NULL AND id <> $3 AND id NOT IN (
    SELECT id FROM accounts_logins
    WHERE player_id = $1 AND revoked_ms IS NULL AND id <> $3
    ORDER BY used_ms DESC, id DESC
    LIMIT $4
)
RETURNING id
