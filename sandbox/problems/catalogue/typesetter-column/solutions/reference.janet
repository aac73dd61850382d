(def words (filter |(not (empty? $)) (string/split " " (string/replace-all "\n" " " (file/read stdin :all)))))
(def width (scan-number (in words 0)))
(def count (scan-number (in words 1)))
(array/remove words 0 2)
(def lengths (map length words))

(defn stretched [line]
  (def gaps (- (length line) 1))
  (if (= gaps 0) (break (first line)))
  (def spaces (- width (sum (map length line))))
  (def even (div spaces gaps))
  (def wider (- spaces (* even gaps)))
  (def text @"")
  (for i 0 gaps
    (buffer/push text (in line i) (string/repeat " " (if (< i wider) (+ even 1) even))))
  (buffer/push text (last line)))

# The least cost of a column that begins with a word, and where its second line begins.
(def best (array/new-filled (+ count 1) 0))
(def until (array/new-filled count 0))
(loop [start :down-to [(- count 1) 0]]
  (var [least slack end] [math/inf (+ width 1) start])
  (while (< end count)
    (-= slack (+ 1 (in lengths end)))
    (if (< slack 0) (break))
    (++ end)
    (def cost (if (= end count) 0 (+ (* slack slack) (in best end))))
    # With equal cost the longer line wins.
    (when (<= cost least)
      (set least cost)
      (put until start end)))
  (put best start least))

(var start 0)
(while (< (in until start) count)
  (print (stretched (array/slice words start (in until start))))
  (set start (in until start)))
(print (string/join (array/slice words start) " "))
