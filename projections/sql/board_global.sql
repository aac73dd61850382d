select r.player, r.rating, r.deviation, coalesce(p.battles, 0), coalesce(p.wins, 0), coalesce(p.losses, 0),
       coalesce(p.draws, 0), cast(null as bigint)
from rating r left join player p on p.player = r.player
where r.rating <= $1 and (r.rating < $1 or r.player > $2)
order by r.rating desc, r.player
limit $3
