UPDATE accounts_key_ring SET changed_ms = $1 WHERE id = 1
