-- A day knows its last battle, so that one that ends later is added without counting the day again. The projection is
-- folded anew.
drop table player_day;

-- A player's finished battles of one day (since 1970, UTC), in the order (ended_at_ms, battle).
create table player_day (
  player blob not null,
  day integer not null,
  battles integer not null,
  wins integer not null,
  -- Wins before the first other outcome, after the last one, and the most in a row.
  lead integer not null,
  trail integer not null,
  best integer not null,
  -- The last battle in that order.
  last_ended_at_ms integer not null,
  last_battle blob not null,
  primary key (player, day)
) strict, without rowid;
