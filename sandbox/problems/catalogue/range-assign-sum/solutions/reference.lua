-- How many of the sorted values are at most `wanted`.
local function up_to(values, wanted)
  local low, high = 0, #values
  while low < high do
    local middle = (low + high) // 2
    if values[middle + 1] <= wanted then low = middle + 1 else high = middle end
  end
  return low
end

local function ramp(count, level, slope)
  return count * level + count * (count - 1) // 2 * slope
end

function range_assign_sum(length, orders)
  -- Every ramp begins at post 1, where a grade begins, or just behind the end of one.
  local all = { 1 }
  for _, order in ipairs(orders) do
    if #order == 4 then
      all[#all + 1] = order[1]
      all[#all + 1] = order[2] + 1
    end
  end
  table.sort(all)
  local rank, top = {}, 0
  for _, place in ipairs(all) do
    if not rank[place] then
      top = top + 1
      rank[place] = top
    end
  end
  -- A Fenwick tree over the places: the sum of the ramp that begins there.
  local tree = {}
  for node = 1, top do tree[node] = 0 end

  local function add(place, amount)
    local node = rank[place]
    while node <= top do
      tree[node] = tree[node] + amount
      node = node + (node & -node)
    end
  end

  -- The ramps as they lie side by side; the last entry is a mark behind the road.
  local starts, levels, slopes = { 1, length + 1 }, { 0, 0 }, { 0, 0 }

  local function sum_up_to(post)
    local i = up_to(starts, post)
    local total = ramp(post - starts[i] + 1, levels[i], slopes[i])
    local node = rank[starts[i]] - 1
    while node > 0 do
      total = total + tree[node]
      node = node & (node - 1)
    end
    return total
  end

  -- Makes a ramp begin at the post; returns its place in the row.
  local function cut(post)
    local i = up_to(starts, post - 1) + 1
    if starts[i] ~= post then
      local start, slope = starts[i - 1], slopes[i - 1]
      local beyond = levels[i - 1] + (post - start) * slope
      local moved = ramp(starts[i] - post, beyond, slope)
      if moved ~= 0 then
        add(start, -moved)
        add(post, moved)
      end
      table.insert(starts, i, post)
      table.insert(levels, i, beyond)
      table.insert(slopes, i, slope)
    end
    return i
  end

  -- Leaves one ramp of those from `first` to before `last`.
  local function join(list, first, last, value)
    list[first] = value
    local count = #list
    table.move(list, last, count, first + 1)
    for i = count - (last - first - 1) + 1, count do list[i] = nil end
  end

  local answers = {}
  for _, order in ipairs(orders) do
    local left, right, level, slope = table.unpack(order)
    if not level then
      answers[#answers + 1] = sum_up_to(right) - (left > 1 and sum_up_to(left - 1) or 0)
    else
      local first = cut(left)
      local last = cut(right + 1)
      local change = ramp(right + 1 - left, level, slope)
      for i = first, last - 1 do
        local gone = ramp(starts[i + 1] - starts[i], levels[i], slopes[i])
        if i == first then
          change = change - gone
        elseif gone ~= 0 then
          add(starts[i], -gone)
        end
      end
      add(left, change)
      join(starts, first, last, left)
      join(levels, first, last, level)
      join(slopes, first, last, slope)
    end
  end
  return answers
end
