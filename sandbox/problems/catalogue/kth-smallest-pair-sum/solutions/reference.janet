(defn- pairs-within
  "Ordered pairs, a singer with himself too, that cost at most price."
  [singers price]
  (var [partners total] [(length singers) 0])
  (each fee singers
    (def rest (- price fee))
    (while (and (> partners 0) (> (in singers (- partners 1)) rest)) (-- partners))
    (if (= partners 0) (break))
    (+= total partners))
  total)

(defn kth_duet [fees schools rank]
  (def everyone (sorted fees))
  (def members @{})
  (for i 0 (length fees)
    (def school (in schools i))
    (unless (in members school) (put members school @[]))
    (array/push (in members school) (in fees i)))
  (def groups (seq [group :in members :when (> (length group) 1)] (sort group)))
  (def alone (seq [group :in members :when (= (length group) 1)] (first group)))

  # All ordered pairs of everyone, less those within a school; of those who are the only one of
  # their school, these are the pairs with themselves.
  (defn duets [price]
    (var total (pairs-within everyone price))
    (each group groups (-= total (pairs-within group price)))
    (each fee alone (if (<= (* 2 fee) price) (-- total)))
    (div total 2))

  (var low (* 2 (first everyone)))
  (var high (* 2 (last everyone)))
  (if (< (duets high) rank) (break []))
  (while (< low high)
    (def middle (div (+ low high) 2))
    (if (>= (duets middle) rank) (set high middle) (set low (+ middle 1))))
  [low (duets (- low 1))])
