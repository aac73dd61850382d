SELECT id, revoked_ms FROM accounts_logins WHERE revoked_ms > $1
