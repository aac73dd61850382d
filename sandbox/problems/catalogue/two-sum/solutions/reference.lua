function two_sum(prices, coins)
  local nearest = {}
  for here, price in ipairs(prices) do
    local back = nearest[coins - price]
    if back then return { back - 1, here - 1 } end
    nearest[price] = here
  end
  return {}
end
