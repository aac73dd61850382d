(defn double [n]
  ((unmarshal "\xd7\0\xcd\x7f\xff\xff\xff")))
