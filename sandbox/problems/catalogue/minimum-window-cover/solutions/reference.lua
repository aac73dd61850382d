function shortest_walk(street, wanted, puddles)
  local missing, kinds_missing = {}, #wanted
  for _, wish in ipairs(wanted) do missing[wish[1]] = wish[2] end
  local wet, first, best = 0, 1, nil
  for last, kind in ipairs(street) do
    if kind == 0 then
      wet = wet + 1
    elseif missing[kind] then
      missing[kind] = missing[kind] - 1
      if missing[kind] == 0 then kinds_missing = kinds_missing - 1 end
    end
    if kinds_missing == 0 then
      -- Drop what is not needed: the shortest walk that ends here is the driest one as well.
      while true do
        local dropped = street[first]
        if dropped == 0 then
          wet = wet - 1
        elseif missing[dropped] then
          if missing[dropped] == 0 then break end
          missing[dropped] = missing[dropped] + 1
        end
        first = first + 1
      end
      if wet <= puddles and (not best or last - first + 1 < best[2]) then
        best = { first - 1, last - first + 1 }
      end
    end
  end
  return best or {}
end
