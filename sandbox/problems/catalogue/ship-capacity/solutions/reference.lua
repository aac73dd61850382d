function ship_capacity(weights, fragile, trips)
  -- Stacks that the glass forces apart; within one of them any cut is allowed.
  local stacks, stack = {}, {}
  local low, high, sum = 0, 0, 0
  for i, weight in ipairs(weights) do
    stack[#stack + 1] = weight
    sum = sum + weight
    low, high = math.max(low, weight), math.max(high, sum)
    if fragile[i] or i == #weights then
      stacks[#stacks + 1] = stack
      stack, sum = {}, 0
    end
  end
  if #stacks > trips then return -1 end

  local function fits(capacity)
    local used = #stacks
    for _, part in ipairs(stacks) do
      local load = 0
      for _, weight in ipairs(part) do
        load = load + weight
        if load > capacity then
          used, load = used + 1, weight
        end
      end
      if used > trips then return false end
    end
    return true
  end

  while low < high do
    local middle = (low + high) // 2
    if fits(middle) then high = middle else low = middle + 1 end
  end
  return low
end
