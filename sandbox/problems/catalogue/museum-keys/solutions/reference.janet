(def lines (string/split "\n" (file/read stdin :all)))
(def [r c] (map scan-number (string/split " " (string/trim (first lines)))))
# A wall around the plan; places are numbered row by row.
(def width (+ c 2))
(def edge (string/repeat "#" width))
(def plan
  (string edge ;(seq [i :range-to [1 r]] (string "#" (string/slice (in lines i) 0 c) "#")) edge))

(defn bits-of [letters]
  (seq [place :in plan]
    (def at (string/find (string/from-bytes place) letters))
    (if at (blshift 1 at) 0)))

(def key-of (bits-of "abcdef"))
(def lock-of (bits-of "ABCDEF"))
(def end (string/find "X" plan))

(defn fewest-steps []
  # A state is a place and the set of keys, as place * 64 + keys.
  (def seen (buffer/new-filled (* 64 (length plan))))
  (def start (* 64 (string/find "W" plan)))
  (put seen start 1)
  (var [layer steps found] [@[start] 0 -1])
  (while (and (= found -1) (not (empty? layer)))
    (++ steps)
    (def following @[])
    (each state layer
      (def place (brshift state 6))
      (def keys (band state 63))
      (each step [(- width) -1 1 width]
        (def near (+ place step))
        (def lock (in lock-of near))
        (unless (or (= (in plan near) (chr "#")) (not= lock (band lock keys)))
          (if (= near end) (set found steps))
          (def reached (bor (blshift near 6) keys (in key-of near)))
          (when (= 0 (in seen reached))
            (put seen reached 1)
            (array/push following reached)))))
    (set layer following))
  found)

(print (fewest-steps))
