(defn double [n]
  (forever (eprint (string/repeat "x" 1000))))
