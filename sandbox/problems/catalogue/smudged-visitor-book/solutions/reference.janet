(defn smudged_visitor_book [book]
  # Every number of people from fewest to most may be inside.
  (var [fewest most settled] [0 0 0])
  (for k 0 (length book)
    (def mark (in book k))
    (set fewest (if (= mark (chr "(")) (+ fewest 1) (- fewest 1)))
    (set most (if (= mark (chr ")")) (- most 1) (+ most 1)))
    (if (< most 0) (break))
    (set fewest (max fewest 0))
    (if (= fewest 0) (set settled (+ k 1))))
  settled)
