insert into rating (player, rating, deviation, volatility, at_ms, changes, book_version)
select player, rating, deviation, volatility, at_ms, changes, book_version from v where true
on conflict (player) do update
set rating = excluded.rating, deviation = excluded.deviation, volatility = excluded.volatility,
    at_ms = excluded.at_ms, changes = rating.changes + excluded.changes, book_version = excluded.book_version
