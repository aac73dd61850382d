SELECT t.generation, t.expires_ms, t.retired_ms, (
           SELECT count(*) FROM accounts_refresh_tokens s
           WHERE s.login_id = t.login_id AND s.generation = t.generation + 1
       ) AS successors
FROM accounts_refresh_tokens t
WHERE t.hash = $1
