function cheapest_cuts(beads, prices)
  local n = #beads
  -- paid[i]: the least for the first i beads, with the cut behind them when there is one.
  local paid, kind = { [0] = 0 }, { beads:byte(1, n) }
  for i = 1, n do paid[i] = math.maxinteger end
  for middle = 1, n do
    -- All bracelets that begin before the middle are known: paid[middle - 1] is final.
    for right = middle, middle + 1 do
      local left = middle
      while left >= 1 and right <= n and kind[left] == kind[right] do
        local total = paid[left - 1] + (prices[right] or 0)
        if total < paid[right] then paid[right] = total end
        left, right = left - 1, right + 1
      end
    end
  end
  return paid[n]
end
