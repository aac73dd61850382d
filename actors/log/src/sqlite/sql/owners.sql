select shard, owner, epoch, head from shard order by shard
