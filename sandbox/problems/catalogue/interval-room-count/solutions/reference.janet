(defn rehearsal_rooms [bookings airing]
  (def starts (sort (map |(in $ 0) bookings)))
  (def ends (sort (map |(in $ 1) bookings)))
  (def count (length starts))
  (var [rooms begin minutes free] [0 0 0 0])
  (for i 0 count
    (def start (in starts i))
    # A room that is free in this minute is free before the next booking begins.
    (while (<= (+ (in ends free) airing) start) (++ free))
    (def occupied (- (+ i 1) free))
    (when (>= occupied rooms)
      (when (> occupied rooms)
        (set rooms occupied)
        (set begin start)
        (set minutes 0))
      (def until (+ (in ends free) airing))
      (def following (get starts (+ i 1) until))
      (+= minutes (- (min until following) start))))
  [rooms begin minutes])
