insert into node (owner, seen_at_ms) values ($1, $2)
on conflict (owner) do update set seen_at_ms = greatest(node.seen_at_ms, excluded.seen_at_ms)
