# All numbers of the input, in order.
(def numbers (peg/match '(some (+ (number (some :d)) 1)) (file/read stdin :all)))
(def [n m q] numbers)
# The best of the group that a harbour stands for.
(def best @[0 ;(array/slice numbers 3 (+ n 3))])
(def canals (partition 3 (array/slice numbers (+ n 3) (+ n 3 (* 3 m)))))
(def calls (partition 2 (array/slice numbers (+ n 3 (* 3 m)))))

(defn highest-first
  "The places of a list by descending heights, which are the last of each entry."
  [entries]
  (def count (length entries))
  # A height and its place as one number.
  (def keys (seq [i :range [0 count]] (+ i (* count (last (in entries i))))))
  (map |(% $ count) (reverse! (sort keys))))

(def by-height (highest-first canals))
(def leader (range (+ n 1)))

(defn find-leader [harbour]
  (var v harbour)
  (while (not= v (in leader v))
    (put leader v (in leader (in leader v)))
    (set v (in leader v)))
  v)

(def answers (array/new-filled q 0))
(var opened 0)
# The highest barges first: then canals are only ever added.
(each call (highest-first calls)
  (def [harbour height] (in calls call))
  (while (and (< opened m) (>= (in (in canals (in by-height opened)) 2) height))
    (def [from to] (in canals (in by-height opened)))
    (def [a b] [(find-leader from) (find-leader to)])
    (unless (= a b)
      (put leader a b)
      (put best b (max (in best a) (in best b))))
    (++ opened))
  (put answers call (in best (find-leader harbour))))
(each answer answers (print answer))
