(def modulus 1000000007)

(defn coin_change_counts [coins copies amount]
  (var ways (array/new-filled (+ amount 1) 0))
  (put ways 0 1)
  (for i 0 (length coins)
    # Either no piece of this kind, or one more than for the rest; never owned + 1 of them.
    (def coin (in coins i))
    (def excess (* coin (+ 1 (in copies i))))
    (def more (array/slice ways))
    (for total coin (+ amount 1)
      (var count (+ (in ways total) (in more (- total coin))))
      (if (>= total excess) (-= count (in ways (- total excess))))
      (put more total (mod count modulus)))
    (set ways more))
  (in ways amount))
