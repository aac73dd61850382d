function island_fences(chart)
  local width = #chart[1] + 2
  local sea = ("."):rep(width)
  local map = sea .. "." .. table.concat(chart, "..") .. "." .. sea
  local land, seen = {}, {}
  for field = 1, #map do land[field] = map:byte(field) == 35 end
  local best_size, best_panels = 0, 0
  for start = 1, #map do
    if land[start] and not seen[start] then
      seen[start] = true
      local island, size, panels, next_field = { start }, 1, 0, 1
      while next_field <= size do
        local field = island[next_field]
        next_field = next_field + 1
        for _, step in ipairs({ -width, -1, 1, width }) do
          local side = field + step
          if not land[side] then
            panels = panels + 1
          elseif not seen[side] then
            seen[side] = true
            size = size + 1
            island[size] = side
          end
        end
      end
      if size > best_size or size == best_size and panels > best_panels then
        best_size, best_panels = size, panels
      end
    end
  end
  return best_panels
end
