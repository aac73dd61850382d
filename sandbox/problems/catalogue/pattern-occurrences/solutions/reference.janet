(defn- steps [tune]
  (seq [i :range [1 (length tune)]] (- (in tune i) (in tune (- i 1)))))

(defn pattern_occurrences [melody motif]
  # In steps between neighbours, a tune is the same in every key.
  (def text (steps motif))
  (def size (length text))
  (array/push text 1000 ;(steps melody) 2000)

  # Z-function: (in reach i) is how far text agrees with its own beginning from place i on.
  (def reach (array/new-filled (length text) 0))
  (def starting (array/new-filled (+ size 1) 0))
  (var [left right] [0 0])
  (for i 1 (length text)
    (var agreed 0)
    (if (< i right) (set agreed (min (in reach (- i left)) (- right i))))
    (when (>= (+ i agreed) right)
      (while (= (in text agreed) (in text (+ i agreed))) (++ agreed))
      (set left i)
      (set right (+ i agreed)))
    (put reach i agreed)
    (if (> i size) (put starting agreed (+ 1 (in starting agreed)))))

  # The step behind the last note of the melody is the end mark: it counts as length zero.
  (def answers (array/new-filled (+ size 1) 0))
  (var total 0)
  (loop [agreed :down-to [size 0]]
    (+= total (in starting agreed))
    (put answers agreed total))
  answers)
