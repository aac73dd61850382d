(defn autocomplete_trie [words scores keys]
  # The best words go in first, so the word that makes a node is the one to suggest there.
  (def order (range (length words)))
  (sort order (fn [a b]
                (def [sa sb] [(in scores a) (in scores b)])
                (if (= sa sb) (< (in words a) (in words b)) (> sa sb))))
  (def children @[@{}])
  (def suggestion @[(first order)])
  (each index order
    (var node 0)
    (each letter (in words index)
      (def following (get (in children node) letter))
      (set node
           (or following
               (do
                 (def made (length children))
                 (put (in children node) letter made)
                 (array/push children @{})
                 (array/push suggestion index)
                 made)))))

  (def path @[0])
  (seq [key :in keys]
    (if (= key (chr "<"))
      (when (> (length path) 1) (array/pop path))
      (let [node (last path)]
        (array/push path (if (= node -1) -1 (get (in children node) key -1)))))
    (def node (last path))
    (if (= node -1) -1 (in suggestion node))))
