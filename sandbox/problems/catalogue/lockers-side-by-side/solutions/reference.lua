function first_lockers(taken, groups)
  table.sort(taken)
  -- The free stretches that are longer than all before them: a group goes to the first that is long enough.
  local begins, lengths = {}, {}
  local longest, begin = 0, 1
  for _, locker in ipairs(taken) do
    if locker - begin > longest then
      longest = locker - begin
      begins[#begins + 1] = begin
      lengths[#lengths + 1] = longest
    end
    begin = locker + 1
  end
  begins[#begins + 1] = begin

  local answers = {}
  for i, group in ipairs(groups) do
    local low, high = 1, #begins
    while low < high do
      local middle = (low + high) // 2
      if lengths[middle] < group then low = middle + 1 else high = middle end
    end
    answers[i] = begins[low]
  end
  return answers
end
