(defn double [n]
  (* 2 n))
(def print nil)
(def error nil)
(eachk name root-env (put root-env name nil))
