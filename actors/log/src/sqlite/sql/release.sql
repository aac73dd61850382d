-- Frees each shard of ?2 that ?1 has under the epoch beside it in ?3: not one that it has claimed
-- again since.
update shard set epoch = epoch + 1, owner = null, former_owner = ?1
where owner = ?1 and (shard, epoch) in (
    select s.value, e.value from json_each(?2) s join json_each(?3) e on e.key = s.key)
