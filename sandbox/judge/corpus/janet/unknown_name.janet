(defn double [n]
  (thrice n))
