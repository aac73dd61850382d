-- A heap of pairs, the smallest cost first.
local function push(heap, cost, state)
  local at = #heap + 1
  while at > 1 do
    local parent = at // 2
    if heap[parent][1] <= cost then break end
    heap[at] = heap[parent]
    at = parent
  end
  heap[at] = { cost, state }
end

local function pop(heap)
  local top, last = heap[1], heap[#heap]
  heap[#heap] = nil
  local size = #heap
  if size > 0 then
    local at = 1
    while true do
      local child = 2 * at
      if child > size then break end
      if child < size and heap[child + 1][1] < heap[child][1] then child = child + 1 end
      if heap[child][1] >= last[1] then break end
      heap[at] = heap[child]
      at = child
    end
    heap[at] = last
  end
  return top[1], top[2]
end

function cheapest_route(towns, roads, vouchers)
  local leaving = {}
  for town = 0, towns - 1 do leaving[town] = {} end
  for _, road in ipairs(roads) do
    table.insert(leaving[road[1]], road)
  end
  -- A state is town * layers + vouchers used.
  local layers = vouchers + 1
  local cost = { [0] = 0 }
  local heap = {}
  push(heap, 0, 0)
  while #heap > 0 do
    local paid, state = pop(heap)
    if paid == cost[state] then
      local town, used = state // layers, state % layers
      if town == towns - 1 then return paid end
      for _, road in ipairs(leaving[town]) do
        local to, full = road[2] * layers + used, paid + road[3]
        if full < (cost[to] or math.huge) then
          cost[to] = full
          push(heap, full, to)
        end
        local half = paid + road[3] // 2
        if used < vouchers and half < (cost[to + 1] or math.huge) then
          cost[to + 1] = half
          push(heap, half, to + 1)
        end
      end
    end
  end
  return -1
end
