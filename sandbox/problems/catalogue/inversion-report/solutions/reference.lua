local n, q = io.read("n", "n")
local books, ordered = {}, {}
for i = 1, n do
  books[i] = io.read("n")
  ordered[i] = books[i]
end
local gaps, heights, readers = {}, {}, {}
for i = 1, q do
  gaps[i], heights[i] = io.read("n", "n")
  readers[i] = i
end
table.sort(ordered)
table.sort(readers, function(a, b) return gaps[a] < gaps[b] end)

-- How many books are less than `height`.
local function lower_than(height)
  local low, high = 0, n
  while low < high do
    local middle = (low + high) // 2
    if ordered[middle + 1] < height then low = middle + 1 else high = middle end
  end
  return low
end

-- tree counts, by rank in `ordered`, the books to the left of the gap that is looked at.
local tree = {}
for i = 1, n do tree[i] = 0 end

local function count(rank)
  local total = 0
  while rank > 0 do
    total = total + tree[rank]
    rank = rank & (rank - 1)
  end
  return total
end

local crooked, placed = 0, 0
local function place()
  placed = placed + 1
  local rank = lower_than(books[placed] + 1)
  crooked = crooked + placed - 1 - count(rank)
  while rank <= n do
    tree[rank] = tree[rank] + 1
    rank = rank + (rank & -rank)
  end
end

local added = {}
for _, reader in ipairs(readers) do
  while placed < gaps[reader] do place() end
  local height = heights[reader]
  local lower = lower_than(height)
  local taller_left = placed - count(lower_than(height + 1))
  added[reader] = taller_left + lower - count(lower)
end
while placed < n do place() end
for i = 1, q do print(crooked + added[i]) end
