def autocomplete_trie(words, scores, keys)
  # The best words go in first, so the word that makes a node is the one to suggest there.
  order = words.each_index.sort_by { |i| [-scores[i], words[i]] }
  children = [{}]
  suggestion = [order[0]]
  order.each do |index|
    node = 0
    words[index].each_char do |letter|
      following = children[node][letter]
      unless following
        following = children.size
        children[node][letter] = following
        children << {}
        suggestion << index
      end
      node = following
    end
  end

  dead = -1
  path = [0]
  keys.each_char.map do |key|
    if key == "<"
      path.pop if path.size > 1
    else
      node = path.last
      path << (node == dead ? dead : children[node].fetch(key, dead))
    end
    path.last == dead ? -1 : suggestion[path.last]
  end
end
