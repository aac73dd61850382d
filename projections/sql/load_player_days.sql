select d.player, d.day, d.battles, d.wins, d.lead, d.trail, d.best, d.last_ended_at_ms, d.last_battle
from v join player_day d on d.player = v.player and d.day = v.day
