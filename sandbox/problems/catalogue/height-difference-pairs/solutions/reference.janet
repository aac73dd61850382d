(defn count_pairs [heights gap]
  (def seen @{})
  (var ways 0)
  (each height heights
    (+= ways (get seen (- height gap) 0))
    (unless (= gap 0) (+= ways (get seen (+ height gap) 0)))
    (put seen height (+ 1 (get seen height 0))))
  ways)
