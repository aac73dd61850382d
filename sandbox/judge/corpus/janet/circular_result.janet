(defn double [n]
  (def list @[])
  (array/push list list)
  list)
