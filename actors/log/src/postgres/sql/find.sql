select id, position from event where stream_id = $1 and version = $2
