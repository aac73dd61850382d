(defn double [n]
  (error (string/repeat "x" 1000000)))
