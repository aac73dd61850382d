(def days ["Mon" "Tue" "Wed" "Thu" "Fri" "Sat" "Sun"])
(def day (* 24 60))

(defn minutes [length]
  (def [hour minute] (map |(scan-number $ 10) (string/split ":" length)))
  (+ (* 60 hour) minute))

(defn show [moment]
  (def [name hour minute] [(div moment day) (div (% moment day) 60) (% moment 60)])
  (printf "%s %d:%02d %s" (in days name) (+ 1 (% (+ hour 11) 12)) minute (if (< hour 12) "am" "pm")))

(file/read stdin :line)
(def [name time half] (string/split " " (string/trim (file/read stdin :line))))
(var moment (+ (* day (index-of name days)) (% (minutes time) 720) (if (= half "pm") 720 0)))
(each turn (file/lines stdin)
  (def [way length] (string/split " " (string/trim turn)))
  (set moment (mod ((if (= way "later") + -) moment (minutes length)) (* 7 day)))
  (show moment))
