(defn first_lockers [taken groups]
  # The free stretches that are longer than all before them: a group goes to the first that is long
  # enough.
  (def begins @[])
  (def lengths @[])
  (var [begin longest] [1 0])
  (each locker (sorted taken)
    (when (> (- locker begin) longest)
      (set longest (- locker begin))
      (array/push begins begin)
      (array/push lengths longest))
    (set begin (+ locker 1)))
  (array/push begins begin)
  (seq [group :in groups]
    (var [low high] [0 (length lengths)])
    (while (< low high)
      (def middle (brshift (+ low high) 1))
      (if (< (in lengths middle) group) (set low (+ middle 1)) (set high middle)))
    (in begins low)))
