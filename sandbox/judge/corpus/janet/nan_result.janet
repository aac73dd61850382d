(defn double [n]
  math/nan)
