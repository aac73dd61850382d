-- A cycle of singers who want each other's steps takes one exchange less than it has singers.
local function exchanges(comes_from)
  local seen = {}
  local needed = #comes_from
  for start = 1, #comes_from do
    if not seen[start] then
      needed = needed - 1
      local step = start
      while not seen[step] do
        seen[step] = true
        step = comes_from[step]
      end
    end
  end
  return needed
end

function fewest_exchanges(heights)
  local rising, falling = {}, {}
  for i = 1, #heights do rising[i] = i end
  table.sort(rising, function(a, b) return heights[a] < heights[b] end)
  for i = 1, #rising do falling[i] = rising[#rising + 1 - i] end
  return math.min(exchanges(rising), exchanges(falling))
end
