update shard set epoch = epoch + 1, owner = null, former_owner = ?1
where owner = ?1 and shard in (select value from json_each(?2))
