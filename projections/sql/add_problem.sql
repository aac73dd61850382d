insert into problem (problem, attempts, accepted, battles, solved)
select problem, attempts, accepted, battles, solved from v where true
on conflict (problem) do update
set attempts = problem.attempts + excluded.attempts, accepted = problem.accepted + excluded.accepted,
    battles = problem.battles + excluded.battles, solved = problem.solved + excluded.solved
