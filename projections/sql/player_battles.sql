select b.battle, s.ended_at_ms, b.difficulty, b.stakes, b.started_at_ms, b.problem, s.outcome, b.reason,
       c.rating_before, c.rating_after
from battle_player s
join battle b on b.battle = s.battle
left join rating_change c on c.battle = s.battle and c.player = s.player
where s.player = $1 and s.ended_at_ms is not null
  and s.ended_at_ms <= $2 and (s.ended_at_ms < $2 or s.battle < $3)
order by s.ended_at_ms desc, s.battle desc
limit $4
