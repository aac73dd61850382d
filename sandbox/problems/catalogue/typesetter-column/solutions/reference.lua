local width, count = io.read("n", "n")
local words = {}
for word in io.read("a"):gmatch("%S+") do words[#words + 1] = word end

local function stretched(first, last)
  if first == last then return words[first] end
  local gaps = last - first
  local spaces = width
  for i = first, last do spaces = spaces - #words[i] end
  local even = (" "):rep(spaces // gaps)
  local wider = spaces % gaps
  local parts = { words[first] }
  for gap = 1, gaps do
    parts[#parts + 1] = gap <= wider and even .. " " or even
    parts[#parts + 1] = words[first + gap]
  end
  return table.concat(parts)
end

-- The least cost of a column that begins with a word, and where its second line begins.
local best = { [count + 1] = 0 }
local beyond = {}
for start = count, 1, -1 do
  local least = math.maxinteger
  local slack = width + 1
  for last = start, count do
    slack = slack - #words[last] - 1
    if slack < 0 then break end
    local cost = last == count and 0 or slack * slack + best[last + 1]
    -- With equal cost the longer line wins.
    if cost <= least then
      least = cost
      beyond[start] = last + 1
    end
  end
  best[start] = least
end

local start = 1
while beyond[start] <= count do
  print(stretched(start, beyond[start] - 1))
  start = beyond[start]
end
print(table.concat(words, " ", start))
