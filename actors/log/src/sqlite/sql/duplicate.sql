-- The first event that command ?3 stored in stream ?1 after version ?2.
select version, position, parts, id from event
where stream_id = ?1 and version > ?2 and command_id = ?3 and part = 0
order by version limit 1
