(defn two_sum [prices coins]
  (def nearest @{})
  (var found [])
  (for here 0 (length prices)
    (def price (in prices here))
    (def back (in nearest (- coins price)))
    (when back
      (set found [back here])
      (break))
    (put nearest price here))
  found)
