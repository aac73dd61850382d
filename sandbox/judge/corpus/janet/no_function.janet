(defn triple [n]
  (* 3 n))
