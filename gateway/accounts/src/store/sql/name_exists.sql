SELECT EXISTS (SELECT 1 FROM accounts_players WHERE name_key = $1)
