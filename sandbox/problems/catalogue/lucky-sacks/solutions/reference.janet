(defn luck_and_trouble [weights base]
  (seq [sack :in weights]
    (var [weight trouble] [sack 0])
    (while (>= weight base)
      (var [rest total] [weight 0])
      (while (> rest 0)
        (def shorter (math/floor (/ rest base)))
        (+= total (- rest (* shorter base)))
        (set rest shorter))
      (set weight total)
      (++ trouble))
    [weight trouble]))
