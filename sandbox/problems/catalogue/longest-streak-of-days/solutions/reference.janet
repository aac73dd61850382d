(defn longest_streak [days]
  (var [best-start best-length start previous] [0 0 0 nil])
  (each day (sorted days)
    (if (or (nil? previous) (> day (+ previous 1))) (set start day))
    (set previous day)
    (when (> (+ 1 (- day start)) best-length)
      (set best-start start)
      (set best-length (+ 1 (- day start)))))
  [best-start best-length])
