function hall_for_hire(requests, cleaning, most)
  table.sort(requests, function(one, other) return one[2] < other[2] end)

  -- How many of the first requests are over and cleaned up at this minute.
  local function over(minute)
    local low, high = 0, #requests
    while low < high do
      local middle = (low + high + 1) // 2
      if requests[middle][2] + cleaning <= minute then low = middle else high = middle - 1 end
    end
    return low
  end

  local before, fees = {}, {}
  for i, request in ipairs(requests) do
    before[i] = over(request[1])
    fees[i] = request[3]
  end

  -- best[i]: the largest sum of the first i requests, with as many parties as there have been rounds
  local best = {}
  for i = 0, #requests do best[i] = 0 end
  local fewest = 0
  for parties = 1, most do
    local following = { [0] = 0 }
    local sum_so_far = 0
    for i, fee in ipairs(fees) do
      local with_this = best[before[i]] + fee
      if with_this > sum_so_far then sum_so_far = with_this end
      following[i] = sum_so_far
    end
    if sum_so_far > best[#requests] then fewest = parties end
    best = following
  end
  return { best[#requests], fewest }
end
