-- What a member of a cluster says of itself, and until when its lease lasts on this server's clock.
-- A process that has the log alone has no lease.
alter table node
    add column name text not null default '',
    add column roles text[] not null default '{}',
    add column draining boolean not null default false,
    add column lease_until timestamptz not null default '-infinity';

-- Whether the owner has brought back what was alive in the shard. One that has not is passed over
-- when the next one asks when its predecessor was last seen.
alter table shard add column settled boolean not null default true;
