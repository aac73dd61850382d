-- Makes $1 the owner of $2, whoever owned them. An owner that never gave a sign of life has no
-- place in the succession, and neither has a member that did not settle the shard.
with l as materialized (
    select shard, owner, former_owner, settled from shard where shard = any($2::smallint[])
    order by shard for update),
u as (
    update shard h set
        epoch = h.epoch + 1,
        owner = $1,
        former_owner = case
            when l.owner <> $1 and l.settled
                and exists (select from node n where n.owner = l.owner) then l.owner
            else l.former_owner end,
        settled = true
    from l where h.shard = l.shard
    returning h.shard, h.epoch, h.head, h.former_owner)
select u.shard, u.epoch, u.head, n.seen_at_ms
from u left join node n on n.owner = u.former_owner and u.former_owner <> $1
