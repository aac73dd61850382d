# All numbers of the input, in order.
(def numbers (peg/match '(some (+ (number (* (? "-") (some :d))) 1)) (file/read stdin :all)))
(def [n q] numbers)
(def until (array/new-filled (+ n 1) 0))
(for day 1 (+ n 1)
  (put until day (+ (in until (- day 1)) (in numbers (+ day 1)))))
(for i 0 q
  (def a (in numbers (+ n 2 i i)))
  (def b (in numbers (+ n 3 i i)))
  (def total (- (in until b) (in until (- a 1))))
  (print (if (<= a b) total (+ total (in until n)))))
