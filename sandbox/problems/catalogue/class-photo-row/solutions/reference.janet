(def most 12000)
# The neighbours of every child as they were seen first; 0 closes the row to a ring.
(var left (array/new-filled (+ most 1) 0))
(var right (array/new-filled (+ most 1) 0))
(put left 0 1)
(put right 0 1)

(defn join [a b]
  (put right a b)
  (put left b a))

(file/read stdin :line)
(each line (file/lines stdin)
  (def [what first-child second-child] (string/split " " (string/trim line)))
  (def child (scan-number (or first-child "0")))
  (case what
    # The other side of the row: the two lists exchange their parts.
    "turn" (let [other left] (set left right) (set right other))
    "out" (join (in left child) (in right child))
    "who" (print (in left child) " " (in right child))
    (let [beside (scan-number second-child)
          before (if (= what "left") (in left beside) beside)
          after (in right before)]
      (join before child)
      (join child after))))

(def row @[])
(var child (in right 0))
(while (not= child 0)
  (array/push row child)
  (set child (in right child)))
(print (string/join (map string row) " "))
