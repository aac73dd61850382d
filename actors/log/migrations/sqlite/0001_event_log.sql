-- One row a shard: who owns it, under which epoch, and its newest position.
create table shard (
    shard integer primary key,
    epoch integer not null default 0,
    head integer not null default 0,
    owner blob,
    -- The last other incarnation that owned it.
    former_owner blob
) strict;

insert into shard (shard)
with recursive s(n) as (select 0 union all select n + 1 from s where n < 255) select n from s;

create table event (
    position integer not null,
    version integer not null,
    epoch integer not null,
    -- The owner's clock, in milliseconds since 1970.
    recorded_at_ms integer not null,
    stream_id blob not null,
    command_id blob not null,
    id blob not null,
    kind integer not null,
    schema integer not null,
    shard integer not null,
    -- The event's place in its append, from 0, and how many events the append has.
    part integer not null,
    parts integer not null,
    -- MessagePack, as is `data`.
    meta blob not null,
    data blob not null,
    primary key (shard, position),
    unique (stream_id, version)
) strict;

-- Incarnations of processes, and when each was last alive by its own clock.
create table node (
    owner blob primary key,
    seen_at_ms integer not null
) strict;

create table snapshot (
    stream_id blob primary key,
    version integer not null,
    schema integer not null,
    data blob not null
) strict;
