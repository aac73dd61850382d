# All numbers of the input, in order.
(def numbers (peg/match '(some (+ (number (some :d)) 1)) (file/read stdin :all)))
(def gap (in numbers 1))
(def shifts (sort-by first (partition 2 (array/slice numbers 2))))
(def stretches @[])
(var [begin until] (first shifts))
(each [start end] shifts
  (cond
    (> (- start until) gap)
    (do
      (array/push stretches [begin until])
      (set begin start)
      (set until end))
    (> end until) (set until end)))
(array/push stretches [begin until])
(print (length stretches))
(each [begin until] stretches (print begin " " until))
