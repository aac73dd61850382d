local MODULUS = 1000000007

function longest_increasing_teams(heights, loads)
  local climbers, packs, rank, top = {}, table.move(loads, 1, #loads, 1, {}), {}, 0
  table.sort(packs)
  for _, load in ipairs(packs) do
    if not rank[load] then
      top = top + 1
      rank[load] = top
    end
  end
  for i = 1, #heights do climbers[i] = i end
  table.sort(climbers, function(a, b) return heights[a] < heights[b] end)

  -- A Fenwick tree over the packs: the longest rope in a node's range and the number of such ropes.
  local longest, number = {}, {}
  for node = 1, top do longest[node], number[node] = 0, 0 end

  local function best_up_to(node)
    local best, ways = 0, 0
    while node > 0 do
      if longest[node] > best then
        best, ways = longest[node], number[node]
      elseif longest[node] == best then
        ways = ways + number[node]
      end
      node = node & (node - 1)
    end
    return best, ways % MODULUS
  end

  local i = 1
  while i <= #climbers do
    -- Climbers of one height all look before any of them is entered.
    local entries, height = {}, heights[climbers[i]]
    while i <= #climbers and heights[climbers[i]] == height do
      local place = rank[loads[climbers[i]]]
      local best, ways = best_up_to(place - 1)
      entries[#entries + 1] = { place, best + 1, best == 0 and 1 or ways }
      i = i + 1
    end
    for _, entry in ipairs(entries) do
      local node, best, ways = entry[1], entry[2], entry[3]
      while node <= top do
        if longest[node] < best then
          longest[node], number[node] = best, ways
        elseif longest[node] == best then
          number[node] = number[node] + ways
        end
        node = node + (node & -node)
      end
    end
  end
  return { best_up_to(top) }
end
