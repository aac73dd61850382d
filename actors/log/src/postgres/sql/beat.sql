-- Renews the lease of $1 by $6 milliseconds from now, keeps what it says of itself, and forgets the dead whom no shard names;
-- rows that somebody else has locked are forgotten another time.
with me as (
    insert into node (owner, name, roles, draining, seen_at_ms, lease_until, about, beaten_at)
    values ($1, $2, $3, $4, $5, clock_timestamp() + $6::bigint * interval '1 ms', $7, clock_timestamp())
    on conflict (owner) do update set
        name = excluded.name,
        roles = excluded.roles,
        draining = excluded.draining,
        seen_at_ms = greatest(node.seen_at_ms, excluded.seen_at_ms),
        lease_until = greatest(node.lease_until, excluded.lease_until),
        about = excluded.about,
        beaten_at = excluded.beaten_at
    returning owner, name, roles, draining, lease_until),
forgotten as materialized (
    select n.owner from node n
    where n.owner <> $1 and n.lease_until <= clock_timestamp()
        and not exists (select from shard h where n.owner in (h.owner, h.former_owner))
    for update of n skip locked),
gone as (delete from node n using forgotten f where n.owner = f.owner),
everyone as (
    select * from me union all
    select owner, name, roles, draining, lease_until from node where owner <> $1),
