-- Everybody that is known of, alive or not. Of points in time what has passed or remains, in
-- milliseconds, so that nobody compares clocks.
with t as materialized (select clock_timestamp() at)
select n.owner, n.name, n.roles, n.draining, n.about, n.seen_at_ms,
    case when n.beaten_at is not null
        then greatest(floor(extract(epoch from t.at - n.beaten_at) * 1000), 0)::bigint end silent_ms,
    case when n.lease_until > t.at
        then ceil(extract(epoch from n.lease_until - t.at) * 1000)::bigint end left_ms
from node n, t order by n.owner
