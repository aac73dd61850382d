-- Raises the epochs of the shards that $1 still own, among $2: after this, no statement that was
-- sent before can store anything.
with l as materialized (
    select shard from shard where owner = any($1::uuid[]) and shard = any($2::smallint[])
    order by shard for update)
update shard h set epoch = h.epoch + 1 from l where h.shard = l.shard
returning h.shard, h.epoch, h.head
