-- One outcome an append: 0 stored, 1 fenced, 2 duplicate, 3 conflict. $1..$7: the appends; $8, $9:
-- touched shards with epoch; $10..$15: their events, by the append's number from 1.
with a as materialized (
    select * from unnest(
        $1::smallint[], $2::uuid[], $3::bigint[], $4::uuid[], $5::integer[], $6::bigint[],
        $7::bytea[])
        with ordinality a(shard, stream_id, expected, command_id, n, recorded_at_ms, meta, o)),
s as materialized (
    select h.shard, h.epoch, h.head
    from unnest($8::smallint[], $9::bigint[]) f(shard, epoch)
    join shard h on h.shard = f.shard and h.epoch = f.epoch
    order by h.shard for update of h),
v0 as materialized (
    select a.*, s.epoch, s.head, coalesce((
        select e.version from event e where e.stream_id = a.stream_id
        order by e.version desc limit 1), 0) actual
    from a left join s using (shard)),
v as materialized (
    select v0.*, d.version dversion, d.position dposition, d.parts dparts, d.id did
    from v0 left join lateral (
        select e.version, e.position, e.parts, e.id from event e
        where v0.actual > v0.expected and e.stream_id = v0.stream_id
            and e.version > v0.expected and e.command_id = v0.command_id and e.part = 0
        order by e.version limit 1) d on true),
k as materialized (
    select o, shard, epoch, stream_id, command_id, expected, n, recorded_at_ms, meta,
        head + sum(n) over (partition by shard order by o) - n base
    from v where head is not null and dversion is null and actual = expected),
i as (
    insert into event (
        shard, position, stream_id, version, epoch, command_id, part, parts, kind, schema, id,
        recorded_at_ms, meta, data)
    select k.shard, k.base + x.part + 1, k.stream_id, k.expected + x.part + 1, k.epoch,
        k.command_id, x.part, k.n, x.kind, x.schema, x.id, k.recorded_at_ms, k.meta, x.data
    from k join unnest(
        $10::integer[], $11::smallint[], $12::integer[], $13::integer[], $14::uuid[],
        $15::bytea[]) x(o, part, kind, schema, id, data) on x.o + 1 = k.o),
u as (
    update shard h set head = h.head + t.n
    from (select shard, sum(n)::bigint n from k group by shard) t where h.shard = t.shard)
select
    case when v.head is null then 1 when v.dversion is not null then 2
        when v.actual <> v.expected then 3 else 0 end code,
    case when v.head is null then 0 when v.dversion is not null then v.dversion
        when v.actual <> v.expected then v.actual else k.expected + 1 end,
    coalesce(v.dposition, k.base::bigint + 1, 0),
    coalesce(v.dparts, 0::smallint),
    v.did
from v left join k using (o)
order by v.o
