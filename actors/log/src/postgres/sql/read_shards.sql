-- Of each shard in $1 the events after the position in $2, at most $3; at most $4 in all.
select e.shard, e.stream_id, e.version, e.position, e.epoch, e.recorded_at_ms,
    e.parts::bigint << 32 | e.part, e.kind::bigint << 32 | e.schema, e.command_id, e.id, e.meta,
    e.data
from unnest($1::smallint[], $2::bigint[]) k(shard, position)
join shard h on h.shard = k.shard and h.head > k.position
cross join lateral (
    select * from event e where e.shard = k.shard and e.position > k.position
    order by e.position limit $3) e
limit $4
