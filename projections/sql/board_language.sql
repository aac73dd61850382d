select r.player, r.rating, r.deviation, coalesce(p.battles, 0), coalesce(p.wins, 0), coalesce(p.losses, 0),
       coalesce(p.draws, 0), l.rated_wins
from player_language l
join rating r on r.player = l.player
left join player p on p.player = l.player
where l.language = $1 and l.rated_wins > 0 and l.rated_wins <= $2
  and (l.rated_wins < $2 or r.rating < $3 or (r.rating = $3 and r.player > $4))
order by l.rated_wins desc, r.rating desc, r.player
limit $5
