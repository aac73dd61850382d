(defn double [n]
  (+ 1 (double (+ n 1))))
