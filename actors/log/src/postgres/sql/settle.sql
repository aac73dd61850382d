with l as materialized (
    select shard from shard where owner = $1 and shard = any($2::smallint[]) and not settled
    order by shard for update)
update shard h set settled = true from l where h.shard = l.shard
