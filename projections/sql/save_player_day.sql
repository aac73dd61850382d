insert into player_day (player, day, battles, wins, lead, trail, best)
select player, day, battles, wins, lead, trail, best from v where true
on conflict (player, day) do update
set battles = excluded.battles, wins = excluded.wins, lead = excluded.lead, trail = excluded.trail, best = excluded.best
