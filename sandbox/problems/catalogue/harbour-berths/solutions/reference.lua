-- A binary heap with the smallest key on top, as two lists side by side.
local function push(heap, key, value)
  local keys, values = heap.keys, heap.values
  local place = #keys + 1
  while place > 1 and keys[place // 2] > key do
    keys[place], values[place] = keys[place // 2], values[place // 2]
    place = place // 2
  end
  keys[place], values[place] = key, value
end

local function pop(heap)
  local keys, values = heap.keys, heap.values
  local top = values[1]
  local length = #keys - 1
  local key, value = keys[length + 1], values[length + 1]
  keys[length + 1], values[length + 1] = nil, nil
  if length == 0 then return top end
  local place = 1
  while 2 * place <= length do
    local child = 2 * place
    if child < length and keys[child + 1] < keys[child] then child = child + 1 end
    if keys[child] >= key then break end
    keys[place], values[place] = keys[child], values[child]
    place = child
  end
  keys[place], values[place] = key, value
  return top
end

function harbour_dues(prices, boats)
  -- Berths of the same price are as good as each other, so prices stand for them.
  local free = { keys = {}, values = {} }
  local lying = { keys = {}, values = {} }
  for _, price in ipairs(prices) do push(free, price, price) end
  local paid, away = 0, 0
  for _, boat in ipairs(boats) do
    local arrival, departure = boat[1], boat[2]
    while lying.keys[1] and lying.keys[1] <= arrival do
      local price = pop(lying)
      push(free, price, price)
    end
    if #free.keys == 0 then
      away = away + 1
    else
      local price = pop(free)
      paid = paid + price * (departure - arrival)
      push(lying, departure, price)
    end
  end
  return { paid, away }
end
