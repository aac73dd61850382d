-- All or nothing. $1..$4: touched shards with epoch, head and number of events; $5, $6: streams
-- whose version is not known, and the version expected of them; $7..$20: the events.
with f as materialized (
    select * from unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[])
        f(shard, epoch, head, n)),
s as materialized (
    select h.shard from f join shard h on h.shard = f.shard and h.epoch = f.epoch and h.head = f.head
    order by h.shard for update of h),
g as materialized (
    select (select count(*) from s) = cardinality($1)
        and not exists (
            select 1 from unnest($5::uuid[], $6::bigint[]) c(stream_id, expected)
            where c.expected <> coalesce((
                select e.version from event e where e.stream_id = c.stream_id
                order by e.version desc limit 1), 0)) ok),
u as (
    update shard h set head = h.head + f.n from f where h.shard = f.shard and (select ok from g))
insert into event (
    shard, position, stream_id, version, epoch, command_id, part, parts, kind, schema, id,
    recorded_at_ms, meta, data)
select * from unnest(
    $7::smallint[], $8::bigint[], $9::uuid[], $10::bigint[], $11::bigint[], $12::uuid[],
    $13::smallint[], $14::smallint[], $15::integer[], $16::integer[], $17::uuid[],
    $18::bigint[], $19::bytea[], $20::bytea[])
where (select ok from g)
