(defmacro again [] ~(again))
(defn double [n] (again))
