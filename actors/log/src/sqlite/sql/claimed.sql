-- The shards ?2 as they are, with the last sign of life of a former owner other than ?1.
select s.shard, s.epoch, s.head, n.seen_at_ms
from shard s left join node n on n.owner = s.former_owner and s.former_owner <> ?1
where s.shard in (select value from json_each(?2))
