(defn cheapest_cuts [beads prices]
  (def n (length beads))
  # (in paid i): the least for the first i beads, with the cut behind them when there is one.
  (def paid (array/new-filled (+ n 1) math/inf))
  (put paid 0 0)
  (for middle 0 n
    # All bracelets that begin before the middle are known: its own entry is final.
    (each begin [middle (+ middle 1)]
      (var [left right] [middle begin])
      (while (and (>= left 0) (< right n) (= (in beads left) (in beads right)))
        (def total (+ (in paid left) (get prices right 0)))
        (if (< total (in paid (+ right 1))) (put paid (+ right 1) total))
        (-- left)
        (++ right))))
  (in paid n))
