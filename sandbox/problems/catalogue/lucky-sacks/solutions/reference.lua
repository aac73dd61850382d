function luck_and_trouble(weights, base)
  local answers = {}
  for i, weight in ipairs(weights) do
    local trouble = 0
    while weight >= base do
      local total = 0
      while weight > 0 do
        total = total + weight % base
        weight = weight // base
      end
      weight = total
      trouble = trouble + 1
    end
    answers[i] = { weight, trouble }
  end
  return answers
end
