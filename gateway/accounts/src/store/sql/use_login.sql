UPDATE accounts_logins
SET generation = $2, used_ms = $3, expires_ms = $4, address = $5, address_key = $6, user_agent = $7
WHERE id = $1
