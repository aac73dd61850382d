(defn island_counts [rows columns emerged]
  (def above @{})
  (defn root [from]
    (var square from)
    (while (not= square (in above square))
      (put above square (in above (in above square)))
      (set square (in above square)))
    square)
  (var islands 0)
  (seq [[row column] :in emerged]
    (def start (* row columns))
    (def square (+ start column))
    (unless (in above square)
      (put above square square)
      (++ islands)
      # Squares beyond the top and the bottom are never land.
      (each beside [(- square columns)
                    (+ square columns)
                    (+ start (mod (+ column 1) columns))
                    (+ start (mod (- column 1) columns))]
        (when (in above beside)
          (def other (root beside))
          # The new square becomes the root of everything that it joins.
          (unless (= other square)
            (put above other square)
            (-- islands)))))
    islands))
