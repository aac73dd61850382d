# All numbers of the input, in order.
(def numbers (peg/match '(some (+ (number (some :d)) 1)) (file/read stdin :all)))
(def [n k] numbers)
# The queue, as places in two arrays that only grow.
(def visitors (range 1 (+ n 1)))
(def needs (array/slice numbers 2 (+ n 2)))
(var [at minute] [0 0])
(while (< at (length visitors))
  (def visitor (in visitors at))
  (def need (in needs at))
  (++ at)
  (if (> need k)
    (do
      (+= minute k)
      (array/push visitors visitor)
      (array/push needs (- need k)))
    (do
      (+= minute need)
      (print visitor " " minute))))
