select shard, position, stream_id, version, epoch, command_id, part, parts, kind, schema, id,
    recorded_at_ms, meta, data
from event where shard = ?1 and position > ?2 order by position limit ?3
