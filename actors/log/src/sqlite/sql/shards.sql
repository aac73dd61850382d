-- ?1: shard numbers.
select shard, epoch, head from shard where shard in (select value from json_each(?1))
