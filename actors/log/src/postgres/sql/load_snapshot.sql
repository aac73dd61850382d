select version, schema, data from snapshot where stream_id = $1
