local MODULUS = 1000000007

function coin_change_counts(coins, copies, amount)
  local ways = { [0] = 1 }
  for total = 1, amount do ways[total] = 0 end
  for i, coin in ipairs(coins) do
    -- Either no piece of this kind, or one more than for the rest; never owned + 1 of them.
    local more = {}
    local excess = coin * (copies[i] + 1)
    for total = 0, amount do
      local count = ways[total]
      if total >= coin then count = count + more[total - coin] end
      if total >= excess then count = count - ways[total - excess] end
      more[total] = count % MODULUS
    end
    ways = more
  end
  return ways[amount]
end
