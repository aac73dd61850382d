(def stripes (peg/compile '(any (* (number (some :d)) ':a))))

(defn two_scarves [left right]
  # Rows and colours in turn, with a mark at the end.
  (def ours @[;(peg/match stripes left) 0 :end])
  (def theirs @[;(peg/match stripes right) 0 :end])
  (var [row i j] [0 0 0])
  (while (= (in ours (+ i 1)) (in theirs (+ j 1)))
    (if (= :end (in ours (+ i 1))) (break))
    (def both (min (in ours i) (in theirs j)))
    (+= row both)
    (put ours i (- (in ours i) both))
    (put theirs j (- (in theirs j) both))
    (if (= 0 (in ours i)) (+= i 2))
    (if (= 0 (in theirs j)) (+= j 2)))
  (if (= :end (in ours (+ i 1)) (in theirs (+ j 1))) -1 row))
