insert into player (player, battles, wins, losses, draws)
select player, battles, wins, losses, draws from v where true
on conflict (player) do update
set battles = player.battles + excluded.battles, wins = player.wins + excluded.wins,
    losses = player.losses + excluded.losses, draws = player.draws + excluded.draws
