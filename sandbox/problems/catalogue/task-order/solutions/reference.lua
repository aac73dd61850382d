-- A heap of numbers, the smallest first.
local function push(heap, value)
  local at = #heap + 1
  while at > 1 and heap[at // 2] > value do
    heap[at] = heap[at // 2]
    at = at // 2
  end
  heap[at] = value
end

local function pop(heap)
  local top, last = heap[1], table.remove(heap)
  local size, at = #heap, 1
  while 2 * at <= size do
    local child = 2 * at
    if child < size and heap[child + 1] < heap[child] then child = child + 1 end
    if heap[child] >= last then break end
    heap[at] = heap[child]
    at = child
  end
  if size > 0 then heap[at] = last end
  return top
end

function task_order(tasks, before)
  local waits_for, unlocks = {}, {}
  for task = 1, tasks do waits_for[task], unlocks[task] = 0, {} end
  for _, rule in ipairs(before) do
    table.insert(unlocks[rule[1]], rule[2])
    waits_for[rule[2]] = waits_for[rule[2]] + 1
  end
  local free, order = {}, {}
  for task = 1, tasks do
    if waits_for[task] == 0 then push(free, task) end
  end
  while #free > 0 do
    local task = pop(free)
    order[#order + 1] = task
    for _, later in ipairs(unlocks[task]) do
      waits_for[later] = waits_for[later] - 1
      if waits_for[later] == 0 then push(free, later) end
    end
  end
  return #order == tasks and order or {}
end
