function pattern_occurrences(melody, motif)
  -- In steps between neighbours, a tune is the same in every key.
  local text = {}
  for i = 2, #motif do text[#text + 1] = motif[i] - motif[i - 1] end
  local size = #text
  text[#text + 1] = 1000
  for i = 2, #melody do text[#text + 1] = melody[i] - melody[i - 1] end
  text[#text + 1] = 2000

  -- Z-function: reach[i] is how far text agrees with its own beginning from place i on.
  local reach, starting = {}, {}
  for length = 0, size do starting[length] = 0 end
  local left, right = 1, 1
  for i = 2, #text do
    local length = 0
    if i < right then length = math.min(reach[i - left + 1], right - i) end
    if i + length >= right then
      while text[length + 1] == text[i + length] do length = length + 1 end
      left, right = i, i + length
    end
    reach[i] = length
    if i > size + 1 then starting[length] = starting[length] + 1 end
  end

  -- The step behind the last note of the melody is the end mark: it counts as length zero.
  local answers, total = {}, 0
  for length = size, 0, -1 do
    total = total + starting[length]
    answers[length + 1] = total
  end
  return table.move(answers, 1, size + 1, 1, {})
end
