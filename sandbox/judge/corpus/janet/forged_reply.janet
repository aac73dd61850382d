(defn double [n]
  (print "value\n" (* 2 n))
  (string "value\n" (* 2 n)))
