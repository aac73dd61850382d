-- ?1: shard numbers; ?2: as many new heads.
update shard set head = n.head
from (select s.value as shard, h.value as head
    from json_each(?1) s join json_each(?2) h on h.key = s.key) n
where shard.shard = n.shard
