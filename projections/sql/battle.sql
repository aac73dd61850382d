select battle, state, created_at_ms, started_at_ms, ended_at_ms, difficulty, stakes, problem, reason, winner, language
from battle
where battle = $1
