(def rank {"(" 0 "+" 1 "-" 1 "*" 2})
(def tokens (peg/compile '(any (+ (number (some :d)) '(set "-+*()") 1))))
(def calculate {"+" + "-" - "*" *})

(defn value-of [line]
  (def values @[])
  (def signs @[])
  (defn apply-sign []
    (def right (array/pop values))
    (def left (array/pop values))
    (array/push values ((in calculate (array/pop signs)) left right)))
  (each token (peg/match tokens line)
    (cond
      (number? token) (array/push values token)
      (= token "(") (array/push signs token)
      (= token ")") (do
                      (while (not= "(" (last signs)) (apply-sign))
                      (array/pop signs))
      (do
        (while (and (not (empty? signs)) (>= (in rank (last signs)) (in rank token)))
          (apply-sign))
        (array/push signs token))))
  (while (not (empty? signs)) (apply-sign))
  (first values))

(repeat (scan-number (string/trim (file/read stdin :line)))
  (printf "%.0f" (+ 0 (value-of (file/read stdin :line)))))
