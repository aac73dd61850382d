function cheapest_cast(fees, rivals)
  local players = #fees
  local whole = (1 << players) - 1
  -- Who may lead the scene after a player, as bits.
  local may_follow = {}
  for player = 1, players do may_follow[player] = whole end
  for _, pair in ipairs(rivals) do
    local a, b = pair[1], pair[2]
    may_follow[a + 1] = may_follow[a + 1] & ~(1 << b)
    may_follow[b + 1] = may_follow[b + 1] & ~(1 << a)
  end
  -- best[cast][last]: the least that the first scenes cost with this set of players and this one in the last of them.
  local best, scenes = {}, { [0] = 0 }
  for cast = 0, whole do
    best[cast] = {}
    scenes[cast] = scenes[cast >> 1] + (cast & 1)
  end
  for player = 1, players do best[1 << (player - 1)][player] = fees[player][1] end
  for cast = 1, whole - 1 do
    local scene = scenes[cast] + 1
    for last = 1, players do
      local cost = best[cast][last]
      if cost then
        local free = may_follow[last] & ~cast
        for player = 1, players do
          if free >> (player - 1) & 1 == 1 then
            local ahead = best[cast | 1 << (player - 1)]
            local total = cost + fees[player][scene]
            if not ahead[player] or total < ahead[player] then ahead[player] = total end
          end
        end
      end
    end
  end
  local least = -1
  for last = 1, players do
    local cost = best[whole][last]
    if cost and (least < 0 or cost < least) then least = cost end
  end
  return least
end
