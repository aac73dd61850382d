(defn double [n]
  (length (buffer/new-filled 1000000000)))
