-- A rating can change by a correction, which is of no battle. The projection is folded anew.
drop table rating_change;

create table rating_change (
  player blob not null,
  book_version integer not null,
  -- Null: earlier battles turned out otherwise.
  battle blob,
  at_ms integer not null,
  rating_before real not null,
  deviation_before real not null,
  volatility_before real not null,
  rating_after real not null,
  deviation_after real not null,
  volatility_after real not null,
  primary key (player, book_version)
) strict, without rowid;
-- A battle changes a player's rating once.
create unique index rating_change_battle on rating_change (battle, player);
