insert into queue_wait (mode, goal, difficulty, mean_ms, tickets, at_ms)
select mode, goal, difficulty, mean_ms, tickets, at_ms from v where true
on conflict (mode, goal, difficulty) do update
set mean_ms = excluded.mean_ms, tickets = excluded.tickets, at_ms = excluded.at_ms
