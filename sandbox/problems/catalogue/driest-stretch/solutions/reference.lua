function driest_stretch(depths)
  -- The stretches that end here, by their driest well: wells of growing depth, each with the number of its stretches.
  local driest, stretches = {}, {}
  local top = 0
  local ending_here, total = 0, 0
  for _, depth in ipairs(depths) do
    local taken_over = 1
    while top > 0 and driest[top] >= depth do
      ending_here = ending_here - driest[top] * stretches[top]
      taken_over = taken_over + stretches[top]
      top = top - 1
    end
    top = top + 1
    driest[top], stretches[top] = depth, taken_over
    ending_here = ending_here + depth * taken_over
    total = (total + ending_here) % 1000000007
  end
  return total
end
