select 1 + (select count(*) from rating o where o.rating > r.rating)
         + (select count(*) from rating o where o.rating = r.rating and o.player < r.player)
from rating r
where r.player = $1
