(def prime 1000000007)

(defn driest_stretch [depths]
  # The stretches that end here, by their driest well: wells of growing depth, each with the number
  # of its stretches.
  (def wells @[])
  (def numbers @[])
  (var [ending-here total] [0 0])
  (each depth depths
    (var stretches 1)
    (while (and (not (empty? wells)) (>= (last wells) depth))
      (def taken-over (array/pop numbers))
      (-= ending-here (* taken-over (array/pop wells)))
      (+= stretches taken-over))
    (array/push wells depth)
    (array/push numbers stretches)
    (+= ending-here (* depth stretches))
    (set total (mod (+ total ending-here) prime)))
  total)
