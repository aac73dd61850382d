-- Read models of the event log. Everything here can be dropped and folded anew from the log.
-- Times are milliseconds since 1970.

create table checkpoint (
  projection text not null primary key,
  -- Of the fold that wrote the model; another version folds the log anew.
  version bigint not null,
  -- The last position folded of each of the 256 shards: 64 bits each, big-endian.
  positions bytea not null,
  -- The sum of the positions.
  folded bigint not null
);

-- Projection "ratings": the rating book's stream alone.

create table rating (
  player uuid not null primary key,
  rating double precision not null,
  deviation double precision not null,
  volatility double precision not null,
  at_ms bigint not null,
  -- How often it has changed.
  changes bigint not null,
  -- The version of the book's event that changed it last.
  book_version bigint not null
);
create index rating_board on rating (rating desc, player);

create table rating_change (
  player uuid not null,
  book_version bigint not null,
  battle uuid not null,
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

-- Projection "battles": the streams of the battles.

create table battle (
  battle uuid not null primary key,
  mode text not null,
  goal text not null,
  difficulty text not null,
  -- rated, casual
  stakes text not null,
  -- Secret until started_at_ms is set.
  problem text not null,
  -- waiting, running, judging, finished, aborted
  state text not null,
  created_at_ms bigint not null,
  started_at_ms bigint,
  ended_at_ms bigint,
  reason text,
  -- Null for a draw, and unless finished.
  winner uuid,
  -- Of the winning submission; null when the others gave up.
  language text
);
create index battle_live on battle (started_at_ms desc, battle desc) where state in ('running', 'judging');
create index battle_ended on battle (ended_at_ms desc, battle desc) where ended_at_ms is not null;

create table battle_player (
  battle uuid not null,
  player uuid not null,
  seat bigint not null,
  -- Submissions that were judged and count.
  attempts bigint not null,
  accepted bigint not null,
  -- won, lost, draw, aborted
  outcome text,
  ended_at_ms bigint,
  primary key (battle, player)
);
create index battle_player_history on battle_player (player, ended_at_ms desc, battle desc, outcome)
  where ended_at_ms is not null;

-- Finished battles, casual ones too; aborted ones are not counted.
create table player (
  player uuid not null primary key,
  battles bigint not null,
  wins bigint not null,
  losses bigint not null,
  draws bigint not null
);

-- Wins by the language of the winning submission.
create table player_language (
  player uuid not null,
  language text not null,
  wins bigint not null,
  rated_wins bigint not null,
  primary key (player, language)
);
create index player_language_board on player_language (language, rated_wins desc, player) where rated_wins > 0;

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
  primary key (player, day)
);

create table problem (
  problem text not null primary key,
  -- Submissions that were judged and count, and those accepted.
  attempts bigint not null,
  accepted bigint not null,
  -- Battles that revealed it and have ended, and those that ended with it solved.
  battles bigint not null,
  solved bigint not null
);

-- Projection "queues": how long the paired have waited.

create table queue_wait (
  mode text not null,
  goal text not null,
  -- Of the battle that they were paired for.
  difficulty text not null,
  -- A mean in which the recent ones weigh most.
  mean_ms double precision not null,
  tickets bigint not null,
  at_ms bigint not null,
  primary key (mode, goal, difficulty)
);
