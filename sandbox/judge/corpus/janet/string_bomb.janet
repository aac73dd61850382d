(defn double [n]
  (length (string/repeat "x" 1000000000)))
