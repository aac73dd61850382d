(defn next_warmer_day [warmth]
  (def n (length warmth))
  (def waits (array/new-filled n 0))
  (def waiting @[])
  (each shift [0 n]
    (for day 0 n
      (def value (in warmth day))
      (while (and (not (empty? waiting)) (< (in warmth (last waiting)) value))
        (def earlier (array/pop waiting))
        (put waits earlier (- (+ day shift) earlier)))
      (if (= shift 0) (array/push waiting day))))
  waits)
