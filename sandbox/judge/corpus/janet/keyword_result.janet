(defn double [n]
  :answer)
