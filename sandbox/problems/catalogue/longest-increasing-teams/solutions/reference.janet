(def modulus 1000000007)

(defn longest_increasing_teams [heights loads]
  (def rank @{})
  (each load (sorted loads)
    (unless (in rank load) (put rank load (+ 1 (length rank)))))
  (def top (length rank))
  (def climbers (sort-by |(in heights $) (range (length heights))))
  # A Fenwick tree over the packs: the longest rope in a node's range and the number of such ropes.
  (def longest (array/new-filled (+ top 1) 0))
  (def number (array/new-filled (+ top 1) 0))

  (defn best-up-to [rank]
    (var [best ways node] [0 0 rank])
    (while (> node 0)
      (def here (in longest node))
      (cond
        (> here best) (do (set best here) (set ways (in number node)))
        (= here best) (+= ways (in number node)))
      (set node (band node (- node 1))))
    [best (mod ways modulus)])

  (defn enter [place best ways]
    (var node place)
    (while (<= node top)
      (def here (in longest node))
      (cond
        (< here best) (do (put longest node best) (put number node ways))
        (= here best) (put number node (mod (+ ways (in number node)) modulus)))
      (+= node (band node (- node)))))

  (var i 0)
  (while (< i (length climbers))
    # Climbers of one height all look before any of them is entered.
    (def height (in heights (in climbers i)))
    (def entries @[])
    (while (and (< i (length climbers)) (= height (in heights (in climbers i))))
      (def place (in rank (in loads (in climbers i))))
      (def [best ways] (best-up-to (- place 1)))
      (array/push entries [place (+ best 1) (if (= best 0) 1 ways)])
      (++ i))
    (each [place best ways] entries (enter place best ways)))
  (best-up-to top))
