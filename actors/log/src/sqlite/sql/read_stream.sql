select version, position, epoch, recorded_at_ms, parts << 32 | part, kind << 32 | schema, command_id,
    id, meta, data
from event where stream_id = ?1 and version > ?2 order by version limit ?3
