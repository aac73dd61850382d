function autocomplete_trie(words, scores, keys)
  -- The best words go in first, so the word that makes a node is the one to suggest there.
  local order = {}
  for i = 1, #words do order[i] = i end
  table.sort(order, function(a, b)
    if scores[a] ~= scores[b] then return scores[a] > scores[b] end
    if words[a] ~= words[b] then return words[a] < words[b] end
    return a < b
  end)
  local children, suggestion = { {} }, { order[1] - 1 }
  for _, index in ipairs(order) do
    local node = 1
    for letter in words[index]:gmatch(".") do
      local following = children[node][letter]
      if not following then
        following = #children + 1
        children[node][letter] = following
        children[following] = {}
        suggestion[following] = index - 1
      end
      node = following
    end
  end

  local path, answers = { 1 }, {}
  for key in keys:gmatch(".") do
    if key ~= "<" then
      local node = path[#path]
      path[#path + 1] = node and children[node][key] or false
    elseif #path > 1 then
      path[#path] = nil
    end
    local node = path[#path]
    answers[#answers + 1] = node and suggestion[node] or -1
  end
  return answers
end
