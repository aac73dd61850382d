function market_barrow(weights, prices, counts, strength)
  -- best[w]: the most pennies of a load of at most w pounds
  local best = {}
  for w = 0, strength do best[w] = 0 end
  for i, weight in ipairs(weights) do
    local left = math.min(counts[i], strength // weight)
    -- Bundles of 1, 2, 4, ... pieces and a rest: any number of pieces is a choice of bundles.
    local size = 1
    while left > 0 do
      local pieces = math.min(size, left)
      left = left - pieces
      local heavy, dear = pieces * weight, pieces * prices[i]
      for w = strength, heavy, -1 do
        local with_bundle = best[w - heavy] + dear
        if with_bundle > best[w] then best[w] = with_bundle end
      end
      size = size * 2
    end
  end
  local lightest = 0
  while best[lightest] < best[strength] do lightest = lightest + 1 end
  return { best[strength], lightest }
end
