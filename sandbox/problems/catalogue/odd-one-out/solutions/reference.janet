# Readings may need more than the 32 bits of bxor; as two halves they do not.
(def half 0x1000000)
(defn- high [value] (div value half))
(defn- low [value] (% value half))

(defn odd_one_out [sent received]
  (var [flipped-high flipped-low] [0 0])
  (each list [sent received]
    (each value list
      (set flipped-high (bxor flipped-high (high value)))
      (set flipped-low (bxor flipped-low (low value)))))

  # Among the readings that have a flipped bit, all but one of the two values cancel out.
  (def [part flipped] (if (= flipped-high 0) [low flipped-low] [high flipped-high]))
  (def bit (band flipped (- flipped)))
  (var [found-high found-low surplus] [0 0 0])
  (each [list step] [[sent 1] [received -1]]
    (each value list
      (unless (= 0 (band bit (part value)))
        (set found-high (bxor found-high (high value)))
        (set found-low (bxor found-low (low value)))
        (+= surplus step))))
  (def found (+ (* half found-high) found-low))
  (def other (+ (* half (bxor found-high flipped-high)) (bxor found-low flipped-low)))
  (if (> surplus 0) [found other] [other found]))
