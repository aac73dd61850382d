insert into checkpoint (projection, version, positions, folded) values ($1, $2, $3, $4)
on conflict (projection) do update
set version = excluded.version, positions = excluded.positions, folded = excluded.folded
