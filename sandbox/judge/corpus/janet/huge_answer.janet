(defn double [n]
  (string/repeat "x" 100000))
