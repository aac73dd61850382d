(defn carousel_positions [horses events]
  (def count (length horses))
  (def first-post (invert horses))
  (var turned 0)
  (def answers @[])
  (each [kind number] events
    (if (= kind 0)
      (set turned (mod (+ turned number) count))
      (let [post (in first-post number)]
        (array/push answers (if post (mod (+ post turned) count) -1)))))
  answers)
