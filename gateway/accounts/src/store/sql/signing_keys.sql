SELECT kid, x, signs_from_ms FROM accounts_signing_keys ORDER BY signs_from_ms, kid
