function count_candles(found_from, orders)
  local size = #found_from
  -- Chambers are counted from 1 in here.
  local before, depth, deeper, first, taken = {}, { 0 }, {}, { 1 }, {}
  for c = 1, size do
    before[c] = found_from[c] + 1
    deeper[c], taken[c] = 1, 1
  end
  before[1] = 1
  for c = 2, size do depth[c] = depth[before[c]] + 1 end
  for c = size, 2, -1 do deeper[before[c]] = deeper[before[c]] + deeper[c] end
  -- A chamber and all that is deeper stand side by side in the tour: first[c] to first[c] + deeper[c] - 1.
  for c = 2, size do
    first[c] = first[before[c]] + taken[before[c]]
    taken[before[c]] = taken[before[c]] + deeper[c]
  end

  -- jumps[k][c]: the chamber 2^k steps nearer to the entrance.
  local jumps = { [0] = before }
  while 1 << (#jumps + 1) < size do
    local last, twice = jumps[#jumps], {}
    for c = 1, size do twice[c] = last[last[c]] end
    jumps[#jumps + 1] = twice
  end

  local function meeting(a, b)
    if depth[a] < depth[b] then a, b = b, a end
    local k, steps = 0, depth[a] - depth[b]
    while steps > 0 do
      if steps % 2 == 1 then a = jumps[k][a] end
      k, steps = k + 1, steps // 2
    end
    if a == b then return a end
    for k = #jumps, 0, -1 do
      local jump = jumps[k]
      if jump[a] ~= jump[b] then a, b = jump[a], jump[b] end
    end
    return before[a]
  end

  -- On the way from the entrance to a chamber below c, an order for c with x candles leaves x in each chamber from c on:
  -- x times the depth, less x times the depth above c. Both factors are kept in Fenwick trees over the tour.
  local rates, bases = {}, {}
  for place = 1, size do rates[place], bases[place] = 0, 0 end

  local function put(place, rate, base)
    while place <= size do
      rates[place] = rates[place] + rate
      bases[place] = bases[place] + base
      place = place + (place & -place)
    end
  end

  -- The candles on the way from the entrance, and those in the chamber itself.
  local function until_chamber(chamber)
    local rate, base = 0, 0
    local place = first[chamber]
    while place > 0 do
      rate = rate + rates[place]
      base = base + bases[place]
      place = place & (place - 1)
    end
    return rate * depth[chamber] + base, rate
  end

  local answers = {}
  for _, order in ipairs(orders) do
    local kind, a, b = order[1], order[2] + 1, order[3]
    if kind == 0 then
      local base = b * (1 - depth[a])
      put(first[a], b, base)
      put(first[a] + deeper[a], -b, -base)
    else
      local common, there = until_chamber(meeting(a, b + 1))
      local to_a, to_b = until_chamber(a), until_chamber(b + 1)
      answers[#answers + 1] = to_a + to_b - 2 * common + there
    end
  end
  return answers
end
