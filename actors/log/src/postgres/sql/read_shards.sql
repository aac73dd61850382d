-- Of each shard in $1 the events after the position in $2, at most $3; at most $4 in all.
select e.shard, e.position, e.stream_id, e.version, e.epoch, e.command_id, e.part, e.parts, e.kind,
    e.schema, e.id, e.recorded_at_ms, e.meta, e.data
from unnest($1::smallint[], $2::bigint[]) k(shard, position)
join shard h on h.shard = k.shard and h.head > k.position
cross join lateral (
    select * from event e where e.shard = k.shard and e.position > k.position
    order by e.position limit $3) e
limit $4
