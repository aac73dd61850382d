local n, m = io.read("n", "n")
local streets, sorted = {}, {}
for i = 1, m do
  local a, b, cost = io.read("n", "n", "n")
  streets[i] = { a = a, b = b, cost = cost }
  sorted[i] = streets[i]
end
table.sort(sorted, function(one, other) return one.cost < other.cost end)

-- Groups are joined by size and never flattened: each tree stays about log n deep, and the costs on the
-- way from a square upwards only grow. So the dearest wire between two squares is found by climbing.
local above, joined_at, size = {}, {}, {}
for v = 1, n do
  joined_at[v] = math.huge
  size[v] = 1
end

local function top(v)
  while above[v] do v = above[v] end
  return v
end

local total = 0
for _, street in ipairs(sorted) do
  local small, large = top(street.a), top(street.b)
  if small ~= large then
    if size[small] > size[large] then small, large = large, small end
    above[small] = large
    joined_at[small] = street.cost
    size[large] = size[large] + size[small]
    total = total + street.cost
  end
end

for _, street in ipairs(streets) do
  local a, b, dearest = street.a, street.b, 0
  while a ~= b do
    if joined_at[a] > joined_at[b] then a, b = b, a end
    dearest = joined_at[a]
    a = above[a]
  end
  print(total - dearest + street.cost)
end
