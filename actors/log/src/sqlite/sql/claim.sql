-- Makes ?1 the owner of ?2, whoever owned them.
update shard set
    epoch = epoch + 1,
    former_owner = case when owner is not null and owner <> ?1 then owner else former_owner end,
    owner = ?1
where shard in (select value from json_each(?2))
