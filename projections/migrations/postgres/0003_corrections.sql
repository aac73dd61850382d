-- A rating can change by a correction, which is of no battle. The projection is folded anew.
drop table rating_change;

create table rating_change (
  player uuid not null,
  book_version bigint not null,
  -- Null: earlier battles turned out otherwise.
  battle uuid,
  at_ms bigint not null,
  rating_before double precision not null,
  deviation_before double precision not null,
  volatility_before double precision not null,
  rating_after double precision not null,
  deviation_after double precision not null,
  volatility_after double precision not null,
  primary key (player, book_version)
);
-- A battle changes a player's rating once.
create unique index rating_change_battle on rating_change (battle, player);
