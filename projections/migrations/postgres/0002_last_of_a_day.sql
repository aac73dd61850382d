-- A day knows its last battle, so that one that ends later is added without counting the day again. The projection is
-- folded anew.
drop table player_day;

-- A player's finished battles of one day (since 1970, UTC), in the order (ended_at_ms, battle).
create table player_day (
  player uuid not null,
  day bigint not null,
  battles bigint not null,
  wins bigint not null,
  -- Wins before the first other outcome, after the last one, and the most in a row.
  lead bigint not null,
  trail bigint not null,
  best bigint not null,
  -- The last battle in that order.
  last_ended_at_ms bigint not null,
  last_battle uuid not null,
  primary key (player, day)
);
