local n, gap = io.read("n", "n")
local shifts = {}
for i = 1, n do shifts[i] = { io.read("n", "n") } end
table.sort(shifts, function(a, b) return a[1] < b[1] end)
local lines = {}
local begin, till = shifts[1][1], shifts[1][2]
for _, shift in ipairs(shifts) do
  if shift[1] - till > gap then
    lines[#lines + 1] = begin .. " " .. till
    begin, till = shift[1], shift[2]
  elseif shift[2] > till then
    till = shift[2]
  end
end
lines[#lines + 1] = begin .. " " .. till
print(#lines)
print(table.concat(lines, "\n"))
