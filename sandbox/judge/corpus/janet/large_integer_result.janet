(defn double [n]
  (* (int/s64 2) n))
