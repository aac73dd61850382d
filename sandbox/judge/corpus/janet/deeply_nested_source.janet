(defn double [n]
  (eval-string (string (string/repeat "(do " 100000) n (string/repeat ")" 100000))))
