(defn double [n]
  (def kept @[])
  (forever
    (def made (fiber/new (fn [] (yield 1))))
    (resume made)
    (array/push kept made)))
