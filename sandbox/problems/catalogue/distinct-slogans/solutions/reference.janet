(defn distinct_slogans [tape shortest longest]
  # A suffix automaton. A state stands for the pieces that end at the same places: those of one
  # length each between the length of its link, exclusive, and its own.
  (def sizes @[0])
  (def link @[-1])
  (def onwards @[@{}])
  (defn add-state [size link-to ways]
    (array/push sizes size)
    (array/push link link-to)
    (array/push onwards ways)
    (- (length sizes) 1))
  (var end 0)
  (each letter tape
    (def new (add-state (+ 1 (in sizes end)) 0 @{}))
    (var state end)
    (while (and (>= state 0) (nil? (in (in onwards state) letter)))
      (put (in onwards state) letter new)
      (set state (in link state)))
    (when (>= state 0)
      (def following (in (in onwards state) letter))
      (if (= (in sizes following) (+ 1 (in sizes state)))
        (put link new following)
        (let [ways (table/clone (in onwards following))
              copy (add-state (+ 1 (in sizes state)) (in link following) ways)]
          (put link following copy)
          (put link new copy)
          (while (and (>= state 0) (= following (in (in onwards state) letter)))
            (put (in onwards state) letter copy)
            (set state (in link state))))))
    (set end new))

  (var count 0)
  (for state 1 (length sizes)
    (def most (min (in sizes state) longest))
    (def fewest (max (in sizes (in link state)) (- shortest 1)))
    (+= count (max 0 (- most fewest))))
  count)
