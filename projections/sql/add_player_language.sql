insert into player_language (player, language, wins, rated_wins)
select player, language, wins, rated_wins from v where true
on conflict (player, language) do update
set wins = player_language.wins + excluded.wins, rated_wins = player_language.rated_wins + excluded.rated_wins
