-- Ends the connection $1, if it still is the one that is called $2.
select coalesce(bool_or(pg_terminate_backend(pid)), false)
from pg_stat_activity where pid = $1 and application_name = $2
