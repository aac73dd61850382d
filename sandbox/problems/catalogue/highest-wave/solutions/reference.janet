(defn highest_wave [waves memory]
  # Hours that may still be an answer: each wave is higher than all that came after it. Those before
  # `oldest` are forgotten.
  (def hours @[])
  (var oldest 0)
  (seq [now :range [0 (length waves)]]
    (def wave (in waves now))
    (while (and (> (length hours) oldest) (<= (in waves (last hours)) wave))
      (array/pop hours))
    (array/push hours now)
    (if (<= (in hours oldest) (- now memory)) (++ oldest))
    (in hours oldest)))
