# Squares as one number: no walk gets so far that two of them are the same.
(def row 1000000)

(defn mown_squares [program rounds molehills]
  (def blocked (tabseq [[x y] :in molehills] (+ x (* y row)) true))
  # The steps to the north, east, south and west.
  (def steps [row 1 (- row) -1])
  (var [square looks] [0 0])
  (def mown @{0 true})
  (repeat rounds
    (each letter program
      (def ahead (+ square (in steps looks)))
      (cond
        (= letter (chr "L")) (set looks (band 3 (+ looks 3)))
        (or (= letter (chr "R")) (in blocked ahead)) (set looks (band 3 (+ looks 1)))
        (do
          (set square ahead)
          (put mown square true)))))
  (length mown))
