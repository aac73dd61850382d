(def modulus 1000000007)

(defn stair_mosaics [steps colours]
  (def panels (seq [i :range [0 (length colours)] :when (> (in colours i) 0)] [(+ i 1) (in colours i)]))
  (def ways @[1])
  (for covered 1 (+ steps 1)
    (var total 0)
    (each [height count] panels
      (if (> height covered) (break))
      (+= total (% (* count (in ways (- covered height))) modulus)))
    (array/push ways (% total modulus)))
  (in ways steps))
