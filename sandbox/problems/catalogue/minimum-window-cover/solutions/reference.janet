(defn shortest_walk [street wanted puddles]
  (def missing (from-pairs wanted))
  (var kinds-missing (length missing))
  (var [wet start best] [0 0 []])
  (for end 0 (length street)
    (def kind (in street end))
    (def left (in missing kind))
    (cond
      (= kind 0) (++ wet)
      left (do
             (put missing kind (- left 1))
             (if (= left 1) (-- kinds-missing))))
    (when (= kinds-missing 0)
      # Drop what is not needed: the shortest walk that ends here is the driest one as well.
      (forever
        (def dropped (in street start))
        (def spare (in missing dropped))
        (cond
          (= dropped 0) (-- wet)
          (= spare 0) (break)
          spare (put missing dropped (+ spare 1)))
        (++ start))
      (def size (+ 1 (- end start)))
      (if (and (<= wet puddles) (or (empty? best) (< size (in best 1))))
        (set best [start size]))))
  best)
