# All numbers of the input, in order.
(def numbers (peg/match '(some (+ (number (some :d)) 1)) (file/read stdin :all)))
(def [n q] numbers)
(def books (array/slice numbers 2 (+ n 2)))
(def ordered (sorted books))
(defn gap [reader] (in numbers (+ n 2 reader reader)))

(defn lower-than
  "How many books are less than `height`."
  [height]
  (var [low high] [0 n])
  (while (< low high)
    (def middle (brshift (+ low high) 1))
    (if (< (in ordered middle) height) (set low (+ middle 1)) (set high middle)))
  low)

# By rank in `ordered`, the books to the left of the gap that is looked at.
(def tree (array/new-filled (+ n 1) 0))

(defn count-up-to [rank]
  (var [total node] [0 rank])
  (while (> node 0)
    (+= total (in tree node))
    (set node (band node (- node 1))))
  total)

(var [crooked placed] [0 0])
(defn place []
  (var node (lower-than (+ 1 (in books placed))))
  (+= crooked (- placed (count-up-to node)))
  (while (<= node n)
    (put tree node (+ 1 (in tree node)))
    (+= node (band node (- node))))
  (++ placed))

(def added (array/new-filled q 0))
(each reader (sort-by gap (range q))
  (while (< placed (gap reader)) (place))
  (def height (in numbers (+ n 3 reader reader)))
  (def lower (lower-than height))
  (def taller-left (- placed (count-up-to (lower-than (+ height 1)))))
  (put added reader (+ taller-left (- lower (count-up-to lower)))))
(while (< placed n) (place))
(each more added (print (+ crooked more)))
