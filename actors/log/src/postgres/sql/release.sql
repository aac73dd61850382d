-- Who did not settle a shard leaves it as if it had never been its own.
with l as materialized (
    select shard from shard where owner = $1 and shard = any($2::smallint[])
    order by shard for update),
n as (
    insert into node (owner, seen_at_ms) values ($1, $3)
    on conflict (owner) do update set seen_at_ms = greatest(node.seen_at_ms, excluded.seen_at_ms))
update shard h set
    epoch = h.epoch + 1,
    owner = null,
    former_owner = case when h.settled then $1 else h.former_owner end
from l where h.shard = l.shard
