select p.player, v.day, p.outcome
from v join battle_player p on p.player = v.player
  and p.ended_at_ms >= v.day * 86400000 and p.ended_at_ms < (v.day + 1) * 86400000
where p.outcome <> 'aborted'
order by p.player, p.ended_at_ms, p.battle
