local n = math.tointeger(io.read("l"))
local kinds, numbers, weights = {}, {}, {}
local known = {}
for i = 1, n do
  local kind, number = io.read("l"):match("(%a+) (%d+)")
  kinds[i], numbers[i] = kind, math.tointeger(number)
  if kind == "in" and not known[numbers[i]] then
    known[numbers[i]] = true
    weights[#weights + 1] = numbers[i]
  end
end
table.sort(weights)
local size = #weights
local top = 1
while 2 * top <= size do top = 2 * top end
-- Fenwick trees over the weights that ever come in: the wheels there are, and what they weigh.
local wheels, heft = {}, {}
for place = 1, size do
  wheels[place], heft[place] = 0, 0
end
local present = 0

-- How many of the weights are less than this one.
local function lighter(weight)
  local low, high = 0, size
  while low < high do
    local middle = (low + high) // 2
    if weights[middle + 1] < weight then low = middle + 1 else high = middle end
  end
  return low
end

local function put(weight, count)
  present = present + count
  local place = lighter(weight) + 1
  while place <= size do
    wheels[place] = wheels[place] + count
    heft[place] = heft[place] + count * weight
    place = place + (place & -place)
  end
end

local function below(weight)
  local count = 0
  local place = lighter(weight)
  while place > 0 do
    count = count + wheels[place]
    place = place & (place - 1)
  end
  return count
end

-- The weight of the k-th lightest wheel, and of the k lightest together.
local function lightest(k)
  if k > present then return -1, -1 end
  local place, load = 0, 0
  local step = top
  while step > 0 do
    local further = place + step
    if further <= size and wheels[further] < k then
      place = further
      k = k - wheels[further]
      load = load + heft[further]
    end
    step = step // 2
  end
  local weight = weights[place + 1]
  return weight, load + k * weight
end

for i = 1, n do
  local kind, number = kinds[i], numbers[i]
  if kind == "in" then
    put(number, 1)
  elseif kind == "out" then
    put(number, -1)
  elseif kind == "below" then
    print(below(number))
  else
    local nth, load = lightest(number)
    print(kind == "nth" and nth or load)
  end
end
