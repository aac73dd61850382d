select p.player, v.day, p.outcome, p.ended_at_ms, p.battle
from v join battle_player p on p.player = v.player and p.ended_at_ms between v.first_ms and v.last_ms
where p.outcome <> 'aborted'
order by p.player, p.ended_at_ms, p.battle
