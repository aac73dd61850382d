(defn falling_bridges [islands bridges events]
  (def parent (range islands))
  (def size (array/new-filled islands 1))

  (defn find-root [island]
    (var i island)
    (while (not= i (in parent i))
      (put parent i (in parent (in parent i)))
      (set i (in parent i)))
    i)

  (defn build [bridge]
    (def a (find-root (in bridge 0)))
    (def b (find-root (in bridge 1)))
    (unless (= a b)
      (def [large small] (if (< (in size a) (in size b)) [b a] [a b]))
      (put parent small large)
      (put size large (+ (in size large) (in size small)))))

  (def first-fall @{})
  (for time 0 (length events)
    (def [kind which] (in events time))
    (if (and (= kind 0) (nil? (in first-fall which))) (put first-fall which time)))
  (for number 0 (length bridges)
    (unless (in first-fall number) (build (in bridges number))))
  (def copies @[])
  (loop [time :down-to [(- (length events) 1) 0]]
    (def [kind which] (in events time))
    (cond
      (= kind 1) (array/push copies (in size (find-root which)))
      (= time (in first-fall which)) (build (in bridges which))))
  (reverse! copies))
