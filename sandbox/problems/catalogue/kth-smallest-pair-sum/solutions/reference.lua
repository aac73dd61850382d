-- Ordered pairs, a singer with himself too, that cost at most price.
local function pairs_within(singers, price)
  local partners, total = #singers, 0
  for _, fee in ipairs(singers) do
    local rest = price - fee
    while partners > 0 and singers[partners] > rest do partners = partners - 1 end
    if partners == 0 then break end
    total = total + partners
  end
  return total
end

function kth_duet(fees, schools, rank)
  local everyone, members = table.move(fees, 1, #fees, 1, {}), {}
  table.sort(everyone)
  for i, school in ipairs(schools) do
    members[school] = members[school] or {}
    table.insert(members[school], fees[i])
  end
  local groups, alone = {}, {}
  for _, group in pairs(members) do
    if #group > 1 then
      table.sort(group)
      groups[#groups + 1] = group
    else
      alone[#alone + 1] = group[1]
    end
  end

  -- All ordered pairs of everyone, less those within a school; of those who are the only one of
  -- their school, these are the pairs with themselves.
  local function duets(price)
    local total = pairs_within(everyone, price)
    for _, group in ipairs(groups) do total = total - pairs_within(group, price) end
    for _, fee in ipairs(alone) do
      if 2 * fee <= price then total = total - 1 end
    end
    return total // 2
  end

  local low, high = 2 * everyone[1], 2 * everyone[#everyone]
  if duets(high) < rank then return {} end
  while low < high do
    local middle = (low + high) // 2
    if duets(middle) >= rank then high = middle else low = middle + 1 end
  end
  return { low, duets(low - 1) }
end
