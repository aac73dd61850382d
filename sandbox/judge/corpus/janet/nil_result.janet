(defn double [n])
