(defn double [n]
  (forever (try (forever) ([_]))))
