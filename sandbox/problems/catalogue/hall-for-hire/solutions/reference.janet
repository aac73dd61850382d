(defn- up-to
  "How many of the sorted values are at most `wanted`."
  [values wanted]
  (var [low high] [0 (length values)])
  (while (< low high)
    (def middle (brshift (+ low high) 1))
    (if (<= (in values middle) wanted) (set low (+ middle 1)) (set high middle)))
  low)

(defn hall_for_hire [requests cleaning most]
  (def by-end (sort-by |(in $ 1) (array/slice requests)))
  (def count (length by-end))
  (def free-again (map |(+ cleaning (in $ 1)) by-end))
  # (in before i): how many of the first requests are over and cleaned up when request i starts
  (def before (map |(up-to free-again (in $ 0)) by-end))
  (def fees (map |(in $ 2) by-end))

  # (in best i): the largest sum of the first i requests, with as many parties as there were rounds
  (var best (array/new-filled (+ count 1) 0))
  (var fewest 0)
  (for parties 1 (+ most 1)
    (def following (array/new-filled (+ count 1) 0))
    (var [sum-so-far changed] [0 false])
    (for i 0 count
      (set sum-so-far (max sum-so-far (+ (in best (in before i)) (in fees i))))
      (put following (+ i 1) sum-so-far)
      (unless (= sum-so-far (in best (+ i 1))) (set changed true)))
    (if (> (last following) (last best)) (set fewest parties))
    (set best following)
    (unless changed (break)))
  [(last best) fewest])
