-- $2 is the login to keep; the nil UUID keeps none.
UPDATE accounts_logins SET revoked_ms = $3
WHERE player_id = $1 AND id <> $2 AND revoked_ms IS NULL AND expires_ms > $3
RETURNING id
