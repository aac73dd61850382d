(defn double [n]
  (peg/match '{:main (* :main "")} "a"))
