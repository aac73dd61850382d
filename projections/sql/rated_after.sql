select player, rating, book_version from rating
where book_version > $1 or (book_version = $1 and player > $2)
order by book_version, player
limit $3
