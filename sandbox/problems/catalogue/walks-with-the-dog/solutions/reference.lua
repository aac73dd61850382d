function walks_with_the_dog(corners, paths, evenings)
  local onwards = {}
  for corner = 0, corners - 1 do onwards[corner] = {} end
  for _, path in ipairs(paths) do table.insert(onwards[path[1]], path) end

  -- A heap of numbers: a walk is its length times `corners` plus the corner where it ends.
  local heap, size = {}, 0

  local function push(walk)
    size = size + 1
    local at = size
    while at > 1 and heap[at // 2] > walk do
      heap[at] = heap[at // 2]
      at = at // 2
    end
    heap[at] = walk
  end

  local function pop()
    local first, last = heap[1], heap[size]
    size = size - 1
    local at, below = 1, 2
    while below <= size do
      if below < size and heap[below + 1] < heap[below] then below = below + 1 end
      if heap[below] >= last then break end
      heap[at] = heap[below]
      at, below = below, 2 * below
    end
    heap[at] = last
    return first
  end

  -- The walks to a corner that the shortest ones to the tavern go on from are among the shortest to that
  -- corner: more than `evenings` of them are never needed.
  local arrivals = {}
  for corner = 0, corners - 1 do arrivals[corner] = 0 end
  local lengths = {}
  push(0)
  while size > 0 and #lengths < evenings do
    local walk = pop()
    local walked, corner = walk // corners, walk % corners
    if arrivals[corner] < evenings then
      arrivals[corner] = arrivals[corner] + 1
      if corner == corners - 1 then lengths[#lengths + 1] = walked end
      for _, path in ipairs(onwards[corner]) do
        if arrivals[path[2]] < evenings then push((walked + path[3]) * corners + path[2]) end
      end
    end
  end
  return lengths
end
