SELECT id, name, role, password_hash, created_ms FROM accounts_players WHERE name_key = $1
