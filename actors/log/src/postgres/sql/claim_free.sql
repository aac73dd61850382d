-- Makes $1 the owner of those of $2 that are free or its own already, if its own lease is alive.
-- The leases that are looked at are those of this statement's snapshot, so a shard that has changed
-- hands since is left alone: its new owner's lease may be younger than the snapshot.
with was as materialized (
    select shard, epoch from shard where shard = any($2::smallint[])),
-- The shards of living owners are not even locked.
l as materialized (
    select h.shard, h.epoch, h.owner, h.former_owner, h.settled from shard h
    where h.shard = any($2::smallint[]) and (h.owner = $1 or not exists (
        select from node x where x.owner = h.owner and x.lease_until > clock_timestamp()))
    order by h.shard for update of h),
-- A lease that is renewed while this statement waits for the row is seen as it is then, and one
-- that is not cannot be renewed before this statement is done. All shards are locked before the
-- first node, as everywhere.
dead as materialized (
    select x.owner from node x
    where (select count(*) from l) > 0 and x.owner in (select l.owner from l)
        and x.lease_until <= clock_timestamp()
    order by x.owner for share of x),
free as materialized (
    select l.* from l join was using (shard)
    where l.epoch = was.epoch
        and (l.owner is null or l.owner = $1 or l.owner in (select owner from dead)
            or not exists (select from node n where n.owner = l.owner))
        and exists (
            select from node n where n.owner = $1 and n.lease_until > clock_timestamp())),
u as (
    update shard h set
        epoch = h.epoch + 1,
        owner = $1,
        former_owner = case
            when f.owner <> $1 and f.settled
                and exists (select from node n where n.owner = f.owner) then f.owner
            else f.former_owner end,
        settled = f.settled and f.owner is not distinct from $1
    from free f where h.shard = f.shard
    returning h.shard, h.epoch, h.head, h.former_owner)
select u.shard, u.epoch, u.head, n.seen_at_ms
from u left join node n on n.owner = u.former_owner and u.former_owner <> $1
