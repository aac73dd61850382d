(defn double [n]
  (peg/match '{:main (+ (* "a" :main "b") (* "a" :main "c") "")} (string/repeat "a" 100)))
