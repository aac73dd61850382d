(defn stone_game_grundy [piles moves]
  (def reach (max ;moves))
  (def largest (max ;piles))

  # The value of a pile depends on the `reach` values before it, so once such a row of values
  # returns, everything after it returns too.
  (def values @[])
  (def seen @{})
  (var [start period] [0 nil])
  (while (<= (length values) largest)
    (def size (length values))
    (def taken @{})
    (each move moves
      (if (<= move size) (put taken (in values (- size move)) true)))
    (var value 0)
    (while (in taken value) (++ value))
    (array/push values value)
    (when (>= size reach)
      (def row (tuple/slice values (- -1 reach)))
      (when (in seen row)
        (set start (in seen row))
        (set period (- size start))
        (break))
      (put seen row size)))

  (defn value-of [pile]
    (if (< pile (length values))
      (in values pile)
      (in values (+ start (% (- pile start) period)))))

  (def total (reduce bxor 0 (map value-of piles)))
  (if (= total 0) (break 0))

  # Equal places in the period have equal answers once all their moves stay clear of the run-in.
  (def known @{})
  (var winning 0)
  (each whole-pile piles
    (def clear (and period (+ start period reach)))
    (def pile (if (and clear (>= whole-pile clear))
                (+ clear (% (- whole-pile clear) period))
                whole-pile))
    (unless (in known pile)
      (def wanted (bxor total (value-of pile)))
      (put known pile (count |(and (<= $ pile) (= wanted (value-of (- pile $)))) moves)))
    (+= winning (in known pile)))
  winning)
