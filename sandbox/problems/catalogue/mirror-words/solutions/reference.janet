(defn mirror_words [signs]
  (seq [sign :in signs]
    (def letters (string/join (peg/match '(any (+ '(some :w) 1)) (string/ascii-lower sign))))
    (var [left right repaint] [0 (- (length letters) 1) 0])
    (while (< left right)
      (unless (= (in letters left) (in letters right)) (++ repaint))
      (++ left)
      (-- right))
    repaint))
