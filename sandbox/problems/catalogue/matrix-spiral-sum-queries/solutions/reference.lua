function snail_meals(bed, walks)
  -- sums[r][c]: all leaves in the first r rows and c columns.
  local sums = { [0] = {} }
  for column = 0, #bed[1] do sums[0][column] = 0 end
  for r, row in ipairs(bed) do
    local line, above, leaves = { [0] = 0 }, sums[r - 1], 0
    for column, plant in ipairs(row) do
      leaves = leaves + plant
      line[column] = above[column] + leaves
    end
    sums[r] = line
  end

  local function part(top, left, bottom, right)
    local upper, lower = sums[top], sums[bottom + 1]
    return lower[right + 1] - upper[right + 1] - lower[left] + upper[left]
  end

  local function meal(top, left, bottom, right, plants)
    local leaves = part(top, left, bottom, right)
    local height, width = bottom - top + 1, right - left + 1

    local function within(rings)
      local inner_height, inner_width = height - 2 * rings, width - 2 * rings
      if inner_height <= 0 or inner_width <= 0 then return height * width end
      return height * width - inner_height * inner_width
    end

    -- The rings that are eaten whole: the most of which all plants are eaten.
    local low, high = 0, (math.min(height, width) + 1) // 2
    while low < high do
      local rings = (low + high + 1) // 2
      if within(rings) <= plants then low = rings else high = rings - 1 end
    end
    local rest = plants - within(low)
    top, left, bottom, right = top + low, left + low, bottom - low, right - low
    height, width = height - 2 * low, width - 2 * low
    if height <= 0 or width <= 0 then return leaves end
    leaves = leaves - part(top, left, bottom, right)
    if rest == 0 then return leaves end
    if rest <= width then return leaves + part(top, left, top, left + rest - 1) end
    leaves = leaves + part(top, left, top, right)
    rest = rest - width
    if rest < height then return leaves + part(top + 1, right, top + rest, right) end
    leaves = leaves + part(top + 1, right, bottom, right)
    rest = rest - (height - 1)
    if rest < width then return leaves + part(bottom, right - rest, bottom, right - 1) end
    leaves = leaves + part(bottom, left, bottom, right - 1)
    rest = rest - (width - 1)
    return leaves + part(bottom - rest, left, bottom - 1, left)
  end

  local meals = {}
  for i, walk in ipairs(walks) do meals[i] = meal(table.unpack(walk)) end
  return meals
end
