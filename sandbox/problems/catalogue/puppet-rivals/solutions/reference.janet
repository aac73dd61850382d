(defn cheapest_cast [fees rivals]
  (def players (length fees))
  (def whole (- (blshift 1 players) 1))
  # Who may lead the scene after a player, as bits.
  (def may-follow (array/new-filled players whole))
  (each [a b] rivals
    (put may-follow a (band (in may-follow a) (bnot (blshift 1 b))))
    (put may-follow b (band (in may-follow b) (bnot (blshift 1 a)))))
  # At cast * players + last: the least that the first scenes cost with this set of players and this
  # one in the last of them.
  (def best (array/new-filled (* players (+ whole 1)) math/inf))
  (for player 0 players
    (put best (+ player (* players (blshift 1 player))) (in (in fees player) 0)))
  (def scenes (array/new-filled (+ whole 1) 0))
  (for cast 1 whole
    (def scene (+ (in scenes (brshift cast 1)) (band cast 1)))
    (put scenes cast scene)
    (for leader 0 players
      (def cost (in best (+ leader (* players cast))))
      (when (< cost math/inf)
        (def free (band (in may-follow leader) (bnot cast)))
        (for player 0 players
          (def bit (blshift 1 player))
          (unless (= 0 (band free bit))
            (def place (+ player (* players (bor cast bit))))
            (def total (+ cost (in (in fees player) scene)))
            (if (< total (in best place)) (put best place total)))))))
  (def least (min ;(array/slice best (* players whole))))
  (if (= least math/inf) -1 least))
