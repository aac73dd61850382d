-- ?1: stream ids one behind another; ?2: as many numbers. The newest version of each, in order.
select coalesce((
    select e.version from event e where e.stream_id = substr(?1, 1 + 16 * j.key, 16)
    order by e.version desc limit 1), 0)
from json_each(?2) j order by j.key
