select shard, position, stream_id, version, epoch, command_id, part, parts, kind, schema, id,
    recorded_at_ms, meta, data
from event where stream_id = ?1 and version > ?2 order by version limit ?3
