# A heap of [wishes song]: most wishes first, then by name. An entry is valid while it says how many
# wishes stand.
(def heap @[])
(def wishes @{})

(defn before? [a b]
  (def [many few] [(in a 0) (in b 0)])
  (if (= many few) (< (in a 1) (in b 1)) (> many few)))

(defn push [entry]
  (var at (length heap))
  (array/push heap entry)
  (while (> at 0)
    (def parent (brshift (- at 1) 1))
    (unless (before? entry (in heap parent)) (break))
    (put heap at (in heap parent))
    (set at parent))
  (put heap at entry))

(defn pop []
  (def top (in heap 0))
  (def entry (array/pop heap))
  (def size (length heap))
  (var at 0)
  (while (< (+ at at 1) size)
    (var child (+ at at 1))
    (if (and (< (+ child 1) size) (before? (in heap (+ child 1)) (in heap child))) (++ child))
    (unless (before? (in heap child) entry) (break))
    (put heap at (in heap child))
    (set at child))
  (if (> size 0) (put heap at entry))
  top)

(defn answer [wanted]
  (def kept @[])
  (while (and (not (empty? heap)) (< (length kept) wanted))
    (def entry (pop))
    # Two equal entries may both be valid, but they come out together.
    (if (and (= (in entry 0) (in wishes (in entry 1))) (not= entry (last kept)))
      (array/push kept entry)))
  (each entry kept (push entry))
  (print (if (empty? kept) "silence" (string/join (map last kept) " "))))

(repeat (scan-number (string/trim (file/read stdin :line)))
  (def message (string/trim (file/read stdin :line)))
  (def word (string/slice message 2))
  (if (string/has-prefix? "?" message)
    (answer (scan-number word))
    (let [count (+ (get wishes word 0) (if (string/has-prefix? "+" message) 1 -1))]
      (put wishes word count)
      (if (> count 0) (push [count word])))))
