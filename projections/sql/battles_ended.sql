select battle, state, created_at_ms, started_at_ms, ended_at_ms, difficulty, stakes, problem, reason, winner, language
from battle
where ended_at_ms is not null and ended_at_ms <= $1 and (ended_at_ms < $1 or battle < $2)
order by ended_at_ms desc, battle desc
limit $3
