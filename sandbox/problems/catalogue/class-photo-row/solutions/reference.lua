-- The neighbours of every child; 0 closes the row to a ring.
local left, right = { [0] = 1, 0 }, { [0] = 1, 0 }
local n = math.tointeger(io.read("l"))
for _ = 1, n do
  local what, x, y = io.read("l"):match("(%a+) ?(%d*) ?(%d*)")
  local child, beside = tonumber(x), tonumber(y)
  if what == "turn" then
    left, right = right, left
  elseif what == "who" then
    print(left[child] .. " " .. right[child])
  elseif what == "out" then
    right[left[child]] = right[child]
    left[right[child]] = left[child]
  else
    local before = what == "left" and left[beside] or beside
    local after = right[before]
    left[child], right[child] = before, after
    right[before], left[after] = child, child
  end
end
local row = {}
local child = right[0]
while child ~= 0 do
  row[#row + 1] = child
  child = right[child]
end
print(table.concat(row, " "))
