-- Frees each shard of $2 that $1 has under the epoch beside it in $3: not one that it has claimed
-- again since. Who did not settle a shard leaves it as if it had never been its own.
with l as materialized (
    select h.shard from shard h
    join unnest($2::smallint[], $3::bigint[]) as c(shard, epoch) on c.shard = h.shard
    where h.owner = $1 and h.epoch = c.epoch
    order by h.shard for update of h),
n as (
    insert into node (owner, seen_at_ms) values ($1, $4)
    on conflict (owner) do update set seen_at_ms = greatest(node.seen_at_ms, excluded.seen_at_ms))
update shard h set
    epoch = h.epoch + 1,
    owner = null,
    former_owner = case when h.settled then $1 else h.former_owner end
from l where h.shard = l.shard
