(defn double [n]
  (forever (protect (error :again))))
