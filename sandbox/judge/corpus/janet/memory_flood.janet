(defn double [n]
  (def kept @[])
  (forever (array/push kept (buffer/new-filled 100000 65))))
