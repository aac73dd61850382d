INSERT INTO accounts_logins
    (id, player_id, generation, created_ms, used_ms, expires_ms, ends_ms, address, address_key, user_agent)
VALUES ($1, $2, 1, $3, $3, $4, $5, $6, $7, $8)
