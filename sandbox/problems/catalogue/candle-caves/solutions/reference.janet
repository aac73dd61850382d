(defn count_candles [found-from orders]
  (def size (length found-from))
  (def depth (array/new-filled size 0))
  (def deeper (array/new-filled size 1))
  (for chamber 1 size
    (put depth chamber (+ 1 (in depth (in found-from chamber)))))
  (loop [chamber :down [(- size 1) 0]]
    (def before (in found-from chamber))
    (put deeper before (+ (in deeper before) (in deeper chamber))))
  # A chamber and all that is deeper stand side by side in the tour, from its first place on.
  (def place-of (array/new-filled size 0))
  (def taken (array/new-filled size 1))
  # Of the chambers below each one the largest keeps to the same lane; a way changes its lane only a
  # few times.
  (def lane (range size))
  (def largest (array/new-filled size 0))
  (for chamber 1 size
    (def before (in found-from chamber))
    (put place-of chamber (+ (in place-of before) (in taken before)))
    (put taken before (+ (in taken before) (in deeper chamber)))
    (def known (in largest before))
    (if (or (= known 0) (> (in deeper chamber) (in deeper known)))
      (put largest before chamber)))
  (for chamber 1 size
    (def before (in found-from chamber))
    (if (= chamber (in largest before)) (put lane chamber (in lane before))))

  (defn meeting [from to]
    (var [a b] [from to])
    (while (not= (in lane a) (in lane b))
      (if (< (in depth (in lane a)) (in depth (in lane b)))
        (set b (in found-from (in lane b)))
        (set a (in found-from (in lane a)))))
    (if (< (in depth a) (in depth b)) a b))

  # On the way from the entrance to a chamber below c, an order for c with x candles leaves x in each
  # chamber from c on: x times the depth, less x times the depth above c. Both factors are kept in
  # Fenwick trees over the tour.
  (def rates (array/new-filled (+ size 1) 0))
  (def bases (array/new-filled (+ size 1) 0))

  (defn add [place rate base]
    (var node (+ place 1))
    (while (<= node size)
      (put rates node (+ rate (in rates node)))
      (put bases node (+ base (in bases node)))
      (+= node (band node (- node)))))

  (defn until
    "The candles on the way from the entrance, and those in the chamber itself."
    [chamber]
    (var [rate base node] [0 0 (+ 1 (in place-of chamber))])
    (while (> node 0)
      (+= rate (in rates node))
      (+= base (in bases node))
      (set node (band node (- node 1))))
    [(+ (* rate (in depth chamber)) base) rate])

  (def answers @[])
  (each [kind a b] orders
    (if (= kind 0)
      (let [base (* b (- 1 (in depth a)))
            place (in place-of a)]
        (add place b base)
        (add (+ place (in deeper a)) (- b) (- base)))
      (let [[common there] (until (meeting a b))]
        (array/push answers
                    (+ (first (until a)) (first (until b)) (* -2 common) there)))))
  answers)
