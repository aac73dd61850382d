insert into player_day (player, day, battles, wins, lead, trail, best, last_ended_at_ms, last_battle)
select player, day, battles, wins, lead, trail, best, last_ended_at_ms, last_battle from v where true
on conflict (player, day) do update
set battles = excluded.battles, wins = excluded.wins, lead = excluded.lead, trail = excluded.trail, best = excluded.best,
    last_ended_at_ms = excluded.last_ended_at_ms, last_battle = excluded.last_battle
