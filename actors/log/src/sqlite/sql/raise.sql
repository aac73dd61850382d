-- Raises the epochs of those of the shards ?2 that ?1 still owns.
update shard set epoch = epoch + 1
where owner = ?1 and shard in (select value from json_each(?2))
returning shard, epoch, head
