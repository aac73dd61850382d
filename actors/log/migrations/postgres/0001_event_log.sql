-- One row a shard: who owns it, under which epoch, and its newest position. Every append advances
-- `head` under the row's lock, which is held to commit, so that position order is commit order.
create table shard (
    shard smallint primary key,
    epoch bigint not null default 0,
    head bigint not null default 0,
    owner uuid,
    -- The last other incarnation that owned it.
    former_owner uuid
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

insert into shard (shard) select generate_series(0, 255);

create table event (
    position bigint not null,
    version bigint not null,
    epoch bigint not null,
    -- The owner's clock, in milliseconds since 1970.
    recorded_at_ms bigint not null,
    stream_id uuid not null,
    command_id uuid not null,
    id uuid not null,
    kind integer not null,
    schema integer not null,
    shard smallint not null,
    -- The event's place in its append, from 0, and how many events the append has.
    part smallint not null,
    parts smallint not null,
    -- MessagePack, as is `data`.
    meta bytea not null,
    data bytea not null,
    primary key (shard, position),
    unique (stream_id, version)
);

-- Incarnations of processes, and when each was last alive by its own clock.
create table node (
    owner uuid primary key,
    seen_at_ms bigint not null
);

create table snapshot (
    stream_id uuid primary key,
    version bigint not null,
    schema integer not null,
    data bytea not null
);
