(defn double [n]
  (length (slurp "/etc/passwd")))
