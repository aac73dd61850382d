local n, k = io.read("n", "n")
local visitors, needs = {}, {}
for i = 1, n do visitors[i], needs[i] = i, io.read("n") end
local first, last, minute = 1, n, 0
local lines = {}
while first <= last do
  local visitor, need = visitors[first], needs[first]
  visitors[first], needs[first] = nil, nil
  first = first + 1
  if need > k then
    minute = minute + k
    last = last + 1
    visitors[last], needs[last] = visitor, need - k
  else
    minute = minute + need
    lines[#lines + 1] = visitor .. " " .. minute
  end
end
print(table.concat(lines, "\n"))
