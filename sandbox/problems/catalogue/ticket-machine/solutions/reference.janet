(def kinds [200 100 50 20 10 5])
(def till (tabseq [kind :in kinds] kind 0))
(var credit 0)
(var thrown @[])

(defn change [kind count]
  (put till kind (+ count (in till kind))))

(defn count-out
  "The miser's change, coin by coin, or nil if it is stuck."
  [owed]
  (var left owed)
  (def coins @[])
  (each kind kinds
    (def number (min (div left kind) (in till kind)))
    (repeat number (array/push coins kind))
    (-= left (* kind number)))
  (if (= left 0) coins))

(defn say [word coins]
  (print (string/join [word ;(map string coins)] " "))
  (set credit 0)
  (set thrown @[]))

(defn sell [price]
  (if (< credit price)
    (print "missing " (- price credit))
    (let [coins (count-out (- credit price))]
      (if (nil? coins)
        (print "no change")
        (do
          (each coin coins (change coin -1))
          (say "ticket" coins))))))

(repeat (scan-number (string/trim (file/read stdin :line)))
  (def [word number] (string/split " " (string/trim (file/read stdin :line))))
  (case word
    "coin" (let [coin (scan-number number)]
             (change coin 1)
             (+= credit coin)
             (array/push thrown coin))
    "cancel" (do
               (each coin thrown (change coin -1))
               (say "back" thrown))
    (sell (scan-number number))))
