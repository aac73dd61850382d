(defmacro endless [] (forever))
(defn double [n] (endless))
