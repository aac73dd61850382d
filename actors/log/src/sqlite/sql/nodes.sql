select owner, seen_at_ms from node order by owner
