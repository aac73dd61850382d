UPDATE accounts_logins
SET generation = generation + 1, used_ms = $3, expires_ms = $4, ends_ms = $5,
    address = $6, address_key = $7, user_agent = $8
WHERE id = $1 AND player_id = $2 AND revoked_ms IS NULL
RETURNING generation
