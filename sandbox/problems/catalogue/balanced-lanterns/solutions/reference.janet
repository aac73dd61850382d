(def partner {(chr ")") (chr "(") (chr "]") (chr "[") (chr "}") (chr "{")})

(defn balanced_lanterns [rope]
  (def waiting @[])
  (var wrong nil)
  (for i 0 (length rope)
    (def hook (in rope i))
    (unless (= hook (chr "-"))
      (def opening (in partner hook))
      (cond
        (nil? opening) (array/push waiting i)
        (and (not (empty? waiting)) (= (in rope (last waiting)) opening)) (array/pop waiting)
        (do (set wrong i) (break)))))
  (or wrong (get waiting 0 -1)))
