select b.battle, b.mode, b.goal, b.difficulty, b.stakes, b.problem, b.state, b.created_at_ms, b.started_at_ms,
       b.ended_at_ms, b.reason, b.winner, b.language
from v join battle b on b.battle = v.battle
