# A heap of [key value], the smallest key first.
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

(defn harbour_dues [prices boats]
  # Berths of the same price are as good as each other, so prices stand for them. In order they are a
  # heap already.
  (def free (map tuple (sorted prices)))
  (def lying @[])
  (var [paid away] [0 0])
  (each [arrival departure] boats
    (while (and (not (empty? lying)) (<= (in (in lying 0) 0) arrival))
      (def [_ price] (pop lying))
      (push free [price]))
    (if (empty? free)
      (++ away)
      (let [[price] (pop free)]
        (+= paid (* price (- departure arrival)))
        (push lying [departure price]))))
  [paid away])
