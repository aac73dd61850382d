(defn double [n]
  (resume (fiber/new (fn [] (double n)))))
