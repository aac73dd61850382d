-- Read models of the event log. Everything here can be dropped and folded anew from the log.
-- Ids are the sixteen bytes of a UUID, times are milliseconds since 1970.

create table checkpoint (
  projection text not null primary key,
  -- Of the fold that wrote the model; another version folds the log anew.
  version integer not null,
  -- The last position folded of each of the 256 shards: 64 bits each, big-endian.
  positions blob not null,
  -- The sum of the positions.
  folded integer not null
) strict, without rowid;

-- Projection "ratings": the rating book's stream alone.

create table rating (
  player blob not null primary key,
  rating real not null,
  deviation real not null,
  volatility real not null,
  at_ms integer not null,
  -- How often it has changed.
  changes integer not null,
  -- The version of the book's event that changed it last.
  book_version integer not null
) strict, without rowid;
create index rating_board on rating (rating desc, player);

create table rating_change (
  player blob not null,
  book_version integer not null,
  battle blob not null,
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

-- Projection "battles": the streams of the battles.

create table battle (
  battle blob not null primary key,
  mode text not null,
  goal text not null,
  difficulty text not null,
  -- rated, casual
  stakes text not null,
  -- Secret until started_at_ms is set.
  problem text not null,
  -- waiting, running, judging, finished, aborted
  state text not null,
  created_at_ms integer not null,
  started_at_ms integer,
  ended_at_ms integer,
  reason text,
  -- Null for a draw, and unless finished.
  winner blob,
  -- Of the winning submission; null when the others gave up.
  language text
) strict, without rowid;
create index battle_live on battle (started_at_ms desc, battle desc) where state in ('running', 'judging');
create index battle_ended on battle (ended_at_ms desc, battle desc) where ended_at_ms is not null;

create table battle_player (
  battle blob not null,
  player blob not null,
  seat integer not null,
  -- Submissions that were judged and count.
  attempts integer not null,
  accepted integer not null,
  -- won, lost, draw, aborted
  outcome text,
  ended_at_ms integer,
  primary key (battle, player)
) strict, without rowid;
create index battle_player_history on battle_player (player, ended_at_ms desc, battle desc, outcome)
  where ended_at_ms is not null;

-- Finished battles, casual ones too; aborted ones are not counted.
create table player (
  player blob not null primary key,
  battles integer not null,
  wins integer not null,
  losses integer not null,
  draws integer not null
) strict, without rowid;

-- Wins by the language of the winning submission.
create table player_language (
  player blob not null,
  language text not null,
  wins integer not null,
  rated_wins integer not null,
  primary key (player, language)
) strict, without rowid;
create index player_language_board on player_language (language, rated_wins desc, player) where rated_wins > 0;

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
  primary key (player, day)
) strict, without rowid;

create table problem (
  problem text not null primary key,
  -- Submissions that were judged and count, and those accepted.
  attempts integer not null,
  accepted integer not null,
  -- Battles that revealed it and have ended, and those that ended with it solved.
  battles integer not null,
  solved integer not null
) strict, without rowid;

-- Projection "queues": how long the paired have waited.

create table queue_wait (
  mode text not null,
  goal text not null,
  -- Of the battle that they were paired for.
  difficulty text not null,
  -- A mean in which the recent ones weigh most.
  mean_ms real not null,
  tickets integer not null,
  at_ms integer not null,
  primary key (mode, goal, difficulty)
) strict, without rowid;
