(defn double [n]
  (os/shell "true"))
