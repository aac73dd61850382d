local _, k = io.read("n", "n", "l")
local counts = {}
local different, total = 0, 0
for line in io.lines() do
  for piece in line:lower():gmatch("[%a']+") do
    -- Two apostrophes side by side belong to no word, nor does one at an edge.
    for part in piece:gsub("''+", " "):gmatch("[^ ]+") do
      local word = part:match("^'?(.-)'?$")
      if word ~= "" then
        if not counts[word] then
          counts[word] = 0
          different = different + 1
        end
        counts[word] = counts[word] + 1
        total = total + 1
      end
    end
  end
end
local common = {}
for word, count in pairs(counts) do
  if count >= k then common[#common + 1] = word end
end
table.sort(common, function(a, b)
  if counts[a] ~= counts[b] then return counts[a] > counts[b] end
  return a < b
end)
for _, word in ipairs(common) do print(word .. " " .. counts[word]) end
print("total " .. different .. " " .. total)
