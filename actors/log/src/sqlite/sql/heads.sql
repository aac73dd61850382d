select shard, head from shard order by shard
