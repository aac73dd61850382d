function distinct_slogans(tape, shortest, longest)
  -- A suffix automaton. A state stands for the pieces that end at the same places: those of one length each
  -- between the length of its link, exclusive, and its own.
  local length, link, onwards = { 0 }, {}, { {} }
  local last = 1
  for i = 1, #tape do
    local letter = tape:byte(i)
    local added = #length + 1
    length[added] = length[last] + 1
    link[added] = 1
    onwards[added] = {}
    local state = last
    while state and not onwards[state][letter] do
      onwards[state][letter] = added
      state = link[state]
    end
    if state then
      local following = onwards[state][letter]
      if length[following] == length[state] + 1 then
        link[added] = following
      else
        local copy = added + 1
        length[copy] = length[state] + 1
        link[copy] = link[following]
        onwards[copy] = {}
        for each, to in pairs(onwards[following]) do onwards[copy][each] = to end
        link[following], link[added] = copy, copy
        while state and onwards[state][letter] == following do
          onwards[state][letter] = copy
          state = link[state]
        end
      end
    end
    last = added
  end

  local count = 0
  for state = 2, #length do
    count = count + math.max(0, math.min(length[state], longest) - math.max(length[link[state]], shortest - 1))
  end
  return count
end
