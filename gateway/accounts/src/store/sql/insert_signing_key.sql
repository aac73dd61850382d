INSERT INTO accounts_signing_keys (kid, x, signs_from_ms) VALUES ($1, $2, $3)
