# All numbers of the input, in order.
(def numbers (peg/match '(some (+ (number (some :d)) 1)) (file/read stdin :all)))
(def [n m] numbers)
(def streets (partition 3 (array/slice numbers 2 (+ 2 (* 3 m)))))

# Groups are joined by size and never flattened: each tree stays about log n deep, and the costs on the
# way from a square upwards only grow. So the dearest wire between two squares is found by climbing.
(def above (array/new-filled (+ n 1) 0))
(def joined-at (array/new-filled (+ n 1) math/inf))
(def size (array/new-filled (+ n 1) 1))

(defn top [square]
  (var at square)
  (while (not= 0 (in above at)) (set at (in above at)))
  at)

(defn merge-sort
  "The numbers in order; the core's sort takes quadratic time for some orders."
  [numbers]
  (def count (length numbers))
  (var [from to run] [(array/slice numbers) (array/new-filled count) 1])
  (while (< run count)
    (var start 0)
    (while (< start count)
      (def middle (min count (+ start run)))
      (def end (min count (+ middle run)))
      (var [i j] [start middle])
      (for k start end
        (if (and (< i middle) (or (= j end) (<= (in from i) (in from j))))
          (do (put to k (in from i)) (++ i))
          (do (put to k (in from j)) (++ j))))
      (set start end))
    (def other from)
    (set from to)
    (set to other)
    (*= run 2))
  from)

(var total 0)
# A cost and the place of its street as one number.
(def keys (seq [i :range [0 m]] (+ i (* m (in (in streets i) 2)))))
(each key (merge-sort keys)
  (def [a b cost] (in streets (% key m)))
  (def [one other] [(top a) (top b)])
  (unless (= one other)
    (def [small large] (if (> (in size one) (in size other)) [other one] [one other]))
    (put above small large)
    (put joined-at small cost)
    (put size large (+ (in size small) (in size large)))
    (+= total cost)))

(each [from to cost] streets
  (var [a b dearest] [from to 0])
  (while (not= a b)
    (if (> (in joined-at a) (in joined-at b))
      (do
        (set dearest (in joined-at b))
        (set b (in above b)))
      (do
        (set dearest (in joined-at a))
        (set a (in above a)))))
  (print (+ (- total dearest) cost)))
