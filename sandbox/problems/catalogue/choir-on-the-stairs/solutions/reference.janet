(defn- merge-sort
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

(defn- exchanges
  "A cycle of singers who want each other's steps takes one exchange less than it has singers."
  [comes-from]
  (var needed (length comes-from))
  (def seen (array/new-filled needed false))
  (for start 0 (length comes-from)
    (unless (in seen start)
      (-- needed)
      (var step start)
      (while (not (in seen step))
        (put seen step true)
        (set step (in comes-from step)))))
  needed)

(defn fewest_exchanges [heights]
  (def count (length heights))
  # A height and its place as one number.
  (def keys (seq [i :range [0 count]] (+ i (* count (in heights i)))))
  (def order (map |(% $ count) (merge-sort keys)))
  (min (exchanges order) (exchanges (reverse order))))
