(defn double [n]
  (def kept @[])
  (forever (array/push kept @[1 2 3])))
