(defn- up-to
  "How many of the sorted values are at most `wanted`."
  [values wanted]
  (var [low high] [0 (length values)])
  (while (< low high)
    (def middle (brshift (+ low high) 1))
    (if (<= (in values middle) wanted) (set low (+ middle 1)) (set high middle)))
  low)

(defn- ramp [count level slope]
  (+ (* count level) (* (/ (* count (- count 1)) 2) slope)))

(defn range_assign_sum [length_ orders]
  # Every ramp begins at post 1, where a grade begins, or just behind the end of one.
  (def places @[1])
  (each order orders
    (if (= 4 (length order)) (array/push places (in order 0) (+ 1 (in order 1)))))
  (sort places)
  (def rank @{})
  (each place places (unless (in rank place) (put rank place (+ 1 (length rank)))))
  (def top (length rank))
  # A Fenwick tree over the places: the sum of the ramp that begins there.
  (def tree (array/new-filled (+ top 1) 0))

  (defn add [place amount]
    (var node (in rank place))
    (while (<= node top)
      (put tree node (+ amount (in tree node)))
      (+= node (band node (- node)))))

  # The ramps as they lie side by side, [level slope] each; the last entry is a mark behind the road.
  (def starts @[1 (+ length_ 1)])
  (def shapes @[[0 0] [0 0]])

  (defn sum-up-to [post]
    (def i (- (up-to starts post) 1))
    (def start (in starts i))
    (var total (ramp (+ 1 (- post start)) ;(in shapes i)))
    (var node (- (in rank start) 1))
    (while (> node 0)
      (+= total (in tree node))
      (set node (band node (- node 1))))
    total)

  (defn cut
    "Makes a ramp begin at the post; returns its place in the row."
    [post]
    (def i (up-to starts (- post 1)))
    (unless (= post (in starts i))
      (def start (in starts (- i 1)))
      (def [level slope] (in shapes (- i 1)))
      (def beyond (+ level (* slope (- post start))))
      (def moved (ramp (- (in starts i) post) beyond slope))
      (unless (= moved 0)
        (add start (- moved))
        (add post moved))
      (array/insert starts i post)
      (array/insert shapes i [beyond slope]))
    i)

  (def answers @[])
  (each order orders
    (def [left right level slope] order)
    (if (nil? level)
      (array/push answers (- (sum-up-to right) (if (> left 1) (sum-up-to (- left 1)) 0)))
      (let [begin (cut left)
            end (cut (+ right 1))]
        (var change (ramp (- (+ right 1) left) level slope))
        (for i begin end
          (def gone (ramp (- (in starts (+ i 1)) (in starts i)) ;(in shapes i)))
          (cond
            (= i begin) (-= change gone)
            (not= gone 0) (add (in starts i) (- gone))))
        (add left change)
        (put shapes begin [level slope])
        (when (> (- end begin) 1)
          (array/remove starts (+ begin 1) (- end begin 1))
          (array/remove shapes (+ begin 1) (- end begin 1))))))
  answers)
