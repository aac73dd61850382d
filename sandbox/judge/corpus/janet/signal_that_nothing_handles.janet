(defn double [n]
  (yield (* 2 n)))
