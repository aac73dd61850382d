(defn elect_mayor [ballots]
  (def slips (frequencies ballots))
  (var mayor "")
  (eachp [name count] slips
    (if (> (* 2 count) (length ballots)) (set mayor name)))
  mayor)
