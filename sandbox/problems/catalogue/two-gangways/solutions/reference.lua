function boarding_order(left, right)
  local order = {}
  local i, j = 1, 1
  local from_left = false
  while i <= #left and j <= #right do
    if left[i] == right[j] then
      from_left = not from_left
    else
      from_left = left[i] < right[j]
    end
    if from_left then i = i + 1 else j = j + 1 end
    order[#order + 1] = from_left and "L" or "R"
  end
  return table.concat(order) .. ("L"):rep(#left - i + 1) .. ("R"):rep(#right - j + 1)
end
