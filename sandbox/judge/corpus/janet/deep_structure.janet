# So deep that marking and comparing it must not recurse as deeply.
(defn- nested [] (var list []) (repeat 200000 (set list [list])) list)
(defn double [n]
  (def [a b] [(nested) (nested)])
  (gccollect)
  (assert (= a b))
  (* 2 n))
