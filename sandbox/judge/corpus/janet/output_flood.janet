(defn double [n]
  (forever (print (string/repeat "x" 1000))))
