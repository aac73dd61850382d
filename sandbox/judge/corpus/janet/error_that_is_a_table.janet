(defn double [n]
  (error @{:value (* 2 n)}))
