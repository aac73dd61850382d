(def words (string/split "\n" (string/trim (file/read stdin :all))))
(def orders
  (seq [line :in (drop 1 words)]
    (def [kind number] (string/split " " (string/trim line)))
    [kind (scan-number number)]))
(def weights (sorted (distinct (seq [[kind number] :in orders :when (= kind "in")] number))))
(def size (length weights))
(def top (do (var step 1) (while (<= (* 2 step) size) (*= step 2)) step))

(defn lighter
  "How many of the weights are less."
  [weight]
  (var [low high] [0 size])
  (while (< low high)
    (def middle (brshift (+ low high) 1))
    (if (< (in weights middle) weight) (set low (+ middle 1)) (set high middle)))
  low)

# Fenwick trees over the weights that ever come in: the wheels there are, and what they weigh.
(def wheels (array/new-filled (+ size 1) 0))
(def heft (array/new-filled (+ size 1) 0))
(var present 0)

(defn add [weight count]
  (+= present count)
  (var node (+ 1 (lighter weight)))
  (while (<= node size)
    (put wheels node (+ count (in wheels node)))
    (put heft node (+ (* count weight) (in heft node)))
    (+= node (band node (- node)))))

(defn below [weight]
  (var [count node] [0 (lighter weight)])
  (while (> node 0)
    (+= count (in wheels node))
    (set node (band node (- node 1))))
  count)

(defn walk-down
  "The weight of the k-th wheel, and what the first k weigh together."
  [k]
  (var [node load left step] [0 0 k top])
  (while (> step 0)
    (def further (+ node step))
    (when (and (<= further size) (< (in wheels further) left))
      (set node further)
      (-= left (in wheels further))
      (+= load (in heft further)))
    (set step (brshift step 1)))
  (def weight (in weights node))
  [weight (+ load (* left weight))])

(each [kind number] orders
  (case kind
    "in" (add number 1)
    "out" (add number -1)
    "below" (print (below number))
    (if (> number present)
      (print -1)
      (let [[weight load] (walk-down number)]
        (print (if (= kind "nth") weight load))))))
