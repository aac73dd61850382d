(defn double [n]
  (* 2 n)
