-- Who holds the advisory lock $1 of this database, and whether for itself.
select a.pid, a.application_name, coalesce(host(a.client_addr), 'this machine'),
    l.mode = 'ExclusiveLock'
from pg_locks l join pg_stat_activity a on a.pid = l.pid
where l.locktype = 'advisory' and l.granted and l.objsubid = 1
    and l.database = (select oid from pg_database where datname = current_database())
    and ((l.classid::bigint << 32) | l.objid::bigint) = $1
order by a.pid
