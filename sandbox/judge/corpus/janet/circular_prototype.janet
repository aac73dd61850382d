(defn double [n]
  (def own @{})
  (table/setproto own own)
  (assert (nil? (own :missing)))
  (* 2 n))
