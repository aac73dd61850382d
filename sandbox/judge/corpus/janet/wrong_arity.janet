(defn double [n m]
  (* 2 n))
