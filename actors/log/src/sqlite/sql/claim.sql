-- Makes ?1 the owner of ?2, whoever owned them. An owner that never gave a sign of life has no
-- place in the succession.
update shard set
    epoch = epoch + 1,
    former_owner = case
        when owner <> ?1 and exists (select 1 from node n where n.owner = shard.owner) then owner
        else former_owner end,
    owner = ?1
where shard in (select value from json_each(?2))
