insert into snapshot (stream_id, version, schema, data) values ($1, $2, $3, $4)
on conflict (stream_id) do update
set version = excluded.version, schema = excluded.schema, data = excluded.data
where excluded.version >= snapshot.version
