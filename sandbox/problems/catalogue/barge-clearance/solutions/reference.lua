local n, m, q = io.read("n", "n", "n")
local best, leader = {}, {} -- the best price of the group that a harbour stands for
for v = 1, n do
  best[v] = io.read("n")
  leader[v] = v
end

local function find(v)
  while leader[v] ~= v do
    leader[v] = leader[leader[v]]
    v = leader[v]
  end
  return v
end

local canals, calls = {}, {}
for i = 1, m do
  local a, b, air = io.read("n", "n", "n")
  canals[i] = { a = a, b = b, air = air }
end
for i = 1, q do
  local harbour, height = io.read("n", "n")
  calls[i] = { harbour = harbour, height = height, number = i }
end
-- The highest barges first: then canals are only ever added.
table.sort(canals, function(one, other) return one.air > other.air end)
table.sort(calls, function(one, other) return one.height > other.height end)

local answers = {}
local opened = 0
for _, call in ipairs(calls) do
  while opened < m and canals[opened + 1].air >= call.height do
    opened = opened + 1
    local a, b = find(canals[opened].a), find(canals[opened].b)
    leader[a] = b
    best[b] = math.max(best[a], best[b])
  end
  answers[call.number] = best[find(call.harbour)]
end
print(table.concat(answers, "\n"))
