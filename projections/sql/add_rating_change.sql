insert into rating_change (player, book_version, battle, at_ms, rating_before, deviation_before, volatility_before,
                           rating_after, deviation_after, volatility_after)
select player, book_version, battle, at_ms, rating_before, deviation_before, volatility_before,
       rating_after, deviation_after, volatility_after from v
