DELETE FROM accounts_logins
WHERE id IN (
    SELECT id FROM accounts_logins WHERE expires_ms <= $1 OR revoked_ms <= $2 LIMIT $3
)
