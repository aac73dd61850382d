UPDATE accounts_refresh_tokens SET retired_ms = $2 WHERE login_id = $1 AND retired_ms IS NULL
