-- A heap of { wishes, song }: most wishes first, then by name. An entry is valid while it says how
-- many wishes stand.
local heap, wishes = {}, {}

local function before(a, b)
  if a[1] ~= b[1] then return a[1] > b[1] end
  return a[2] < b[2]
end

local function push(entry)
  local at = #heap + 1
  while at > 1 and before(entry, heap[at // 2]) do
    heap[at] = heap[at // 2]
    at = at // 2
  end
  heap[at] = entry
end

local function pop()
  local top, last = heap[1], table.remove(heap)
  local size, at = #heap, 1
  while 2 * at <= size do
    local child = 2 * at
    if child < size and before(heap[child + 1], heap[child]) then child = child + 1 end
    if not before(heap[child], last) then break end
    heap[at] = heap[child]
    at = child
  end
  if size > 0 then heap[at] = last end
  return top
end

for _ = 1, tonumber(io.read()) do
  local kind, word = io.read():match("^(.) (.*)$")
  if kind == "?" then
    local leading, kept = {}, {}
    while #heap > 0 and #leading < tonumber(word) do
      local entry = pop()
      local latest = kept[#kept]
      -- Two equal entries may both be valid, but they come out together.
      if wishes[entry[2]] == entry[1] and not (latest and latest[2] == entry[2]) then
        kept[#kept + 1] = entry
        leading[#leading + 1] = entry[2]
      end
    end
    for _, entry in ipairs(kept) do push(entry) end
    print(#leading > 0 and table.concat(leading, " ") or "silence")
  else
    local count = (wishes[word] or 0) + (kind == "+" and 1 or -1)
    wishes[word] = count
    if count > 0 then push({ count, word }) end
  end
end
