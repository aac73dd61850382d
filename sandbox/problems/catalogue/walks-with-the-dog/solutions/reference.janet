# A heap of [walked corner], the shortest first.
(defn- push [heap entry]
  (var at (length heap))
  (array/push heap entry)
  (while (> at 0)
    (def parent (brshift (- at 1) 1))
    (if (<= (in (in heap parent) 0) (in entry 0)) (break))
    (put heap at (in heap parent))
    (set at parent))
  (put heap at entry))

(defn- pop [heap]
  (def top (in heap 0))
  (def entry (array/pop heap))
  (def size (length heap))
  (var at 0)
  (while (< (+ at at 1) size)
    (var child (+ at at 1))
    (def right (+ child 1))
    (if (and (< right size) (< (in (in heap right) 0) (in (in heap child) 0)))
      (set child right))
    (if (>= (in (in heap child) 0) (in entry 0)) (break))
    (put heap at (in heap child))
    (set at child))
  (if (> size 0) (put heap at entry))
  top)

(defn walks_with_the_dog [corners paths evenings]
  (def onwards (seq [_ :range [0 corners]] @[]))
  (each [start end size] paths (array/push (in onwards start) [size end]))
  (def tavern (- corners 1))
  (def lengths @[])
  # The walks to a corner that the shortest ones to the tavern go on from are among the shortest to
  # that corner: more than `evenings` of them are never needed.
  (def arrivals (array/new-filled corners 0))
  (def heap @[[0 0]])
  (while (and (not (empty? heap)) (< (length lengths) evenings))
    (def [walked corner] (pop heap))
    (when (< (in arrivals corner) evenings)
      (put arrivals corner (+ 1 (in arrivals corner)))
      (if (= corner tavern) (array/push lengths walked))
      (each [size end] (in onwards corner)
        (if (< (in arrivals end) evenings) (push heap [(+ walked size) end])))))
  lengths)
