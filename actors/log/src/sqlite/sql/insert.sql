insert into event (
    shard, position, stream_id, version, epoch, command_id, part, parts, kind, schema, id,
    recorded_at_ms, meta, data)
