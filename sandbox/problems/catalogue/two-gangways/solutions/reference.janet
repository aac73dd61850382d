(defn boarding_order [left right]
  (def order @"")
  (var [i j from-left] [0 0 false])
  (while (and (< i (length left)) (< j (length right)))
    (def [a b] [(in left i) (in right j)])
    (set from-left (if (= a b) (not from-left) (< a b)))
    (if from-left (++ i) (++ j))
    (buffer/push order (if from-left "L" "R")))
  (buffer/push order
               (string/repeat "L" (- (length left) i))
               (string/repeat "R" (- (length right) j))))
