-- Every node of `everyone` whose lease is alive (kind 0), and every shard (kind 1). Of a lease what
-- remains, in milliseconds, so that nobody compares clocks.
-- Not before everyone is known: a beat may have waited for its row.
t as materialized (select clock_timestamp() at from (select count(*) from everyone) e),
alive as materialized (
    select n.owner, n.name, n.roles, n.draining,
        ceil(extract(epoch from n.lease_until - t.at) * 1000)::bigint left_ms
    from everyone n, t where n.lease_until > t.at)
select 0::smallint kind, owner, name, roles, draining, left_ms, 0::smallint shard, 0::bigint epoch,
    0::bigint head
from alive
union all
select 1::smallint, h.owner, '', '{}', false, a.left_ms, h.shard, h.epoch, h.head
from shard h left join alive a on a.owner = h.owner
