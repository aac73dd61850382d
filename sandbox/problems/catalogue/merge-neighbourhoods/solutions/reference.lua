function falling_bridges(islands, bridges, events)
  local parent, size = {}, {}
  for island = 0, islands - 1 do parent[island], size[island] = island, 1 end

  local function find(i)
    while parent[i] ~= i do
      parent[i] = parent[parent[i]]
      i = parent[i]
    end
    return i
  end

  local function build(bridge)
    local a, b = find(bridge[1]), find(bridge[2])
    if a ~= b then
      if size[a] < size[b] then a, b = b, a end
      parent[b] = a
      size[a] = size[a] + size[b]
    end
  end

  local first_fall = {}
  for time, event in ipairs(events) do
    if event[1] == 0 then first_fall[event[2]] = first_fall[event[2]] or time end
  end
  for number, bridge in ipairs(bridges) do
    if not first_fall[number - 1] then build(bridge) end
  end
  local backwards = {}
  for time = #events, 1, -1 do
    local kind, which = events[time][1], events[time][2]
    if kind == 1 then
      backwards[#backwards + 1] = size[find(which)]
    elseif first_fall[which] == time then
      build(bridges[which + 1])
    end
  end
  local copies = {}
  for i = #backwards, 1, -1 do copies[#copies + 1] = backwards[i] end
  return copies
end
