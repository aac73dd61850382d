insert into battle (battle, mode, goal, difficulty, stakes, problem, state, created_at_ms, started_at_ms, ended_at_ms,
                    reason, winner, language)
select battle, mode, goal, difficulty, stakes, problem, state, created_at_ms, started_at_ms, ended_at_ms,
       reason, winner, language from v where true
on conflict (battle) do update
set state = excluded.state, started_at_ms = excluded.started_at_ms, ended_at_ms = excluded.ended_at_ms,
    reason = excluded.reason, winner = excluded.winner, language = excluded.language
