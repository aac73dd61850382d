select shard, stream_id, version, position, epoch, recorded_at_ms, parts << 32 | part,
    kind << 32 | schema, command_id, id, meta, data
from event where shard = ?1 and position > ?2 order by position limit ?3
