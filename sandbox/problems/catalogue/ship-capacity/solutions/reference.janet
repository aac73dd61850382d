(defn ship_capacity [weights fragile trips]
  # Stacks that the glass forces apart; within one of them any cut is allowed.
  (def stacks @[@[]])
  (for i 0 (length weights)
    (array/push (last stacks) (in weights i))
    (if (in fragile i) (array/push stacks @[])))
  (if (empty? (last stacks)) (array/pop stacks))
  (if (> (length stacks) trips) (break -1))

  (defn fits [capacity]
    (var used (length stacks))
    (each stack stacks
      (var load 0)
      (each weight stack
        (+= load weight)
        (when (> load capacity)
          (++ used)
          (set load weight)))
      (if (> used trips) (break)))
    (<= used trips))

  (var low (max ;weights))
  (var high (max ;(map sum stacks)))
  (while (< low high)
    (def middle (div (+ low high) 2))
    (if (fits middle) (set high middle) (set low (+ middle 1))))
  low)
