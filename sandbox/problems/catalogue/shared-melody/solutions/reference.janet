(defn shared_melody [north south]
  (def n (length north))
  (def s (length south))
  # (in (in longest i) j): notes in the longest melody of north from i and south from j on
  (def longest (seq [_ :range-to [0 n]] (array/new-filled (+ s 1) 0)))
  (loop [i :down-to [(- n 1) 0]]
    (def row (in longest i))
    (def below (in longest (+ i 1)))
    (def note (in north i))
    (var beside 0)
    (loop [j :down-to [(- s 1) 0]]
      (set beside
           (if (= note (in south j))
             (+ 1 (in below (+ j 1)))
             (max (in below j) beside)))
      (put row j beside)))

  (def notes (map string/from-bytes (sorted (distinct (string/bytes north)))))
  (def melody @"")
  (var [i j] [0 0])
  (loop [left :down-to [(in (in longest 0) 0) 1]]
    # The earliest places of a note leave the most behind them.
    (each note notes
      (def k (string/find note north i))
      (def m (string/find note south j))
      (when (and k m (= left (in (in longest k) m)))
        (buffer/push melody note)
        (set i (+ k 1))
        (set j (+ m 1))
        (break))))
  melody)
