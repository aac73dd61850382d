function stone_game_grundy(piles, moves)
  local reach, largest = math.max(table.unpack(moves)), 0
  for _, pile in ipairs(piles) do largest = math.max(largest, pile) end

  -- The value of a pile depends on the `reach` values before it, so once such a row of values
  -- returns, everything after it returns too.
  local values, seen = {}, {}
  local start, period
  local size = 0
  while size <= largest do
    local taken = {}
    for _, move in ipairs(moves) do
      if move <= size then taken[values[size - move]] = true end
    end
    local value = 0
    while taken[value] do value = value + 1 end
    values[size] = value
    if size + 1 > reach then
      local row = table.concat(values, ",", size + 1 - reach, size)
      if seen[row] then
        start = seen[row]
        period = size - start
        break
      end
      seen[row] = size
    end
    size = size + 1
  end

  local function value_of(pile)
    return values[pile] or values[start + (pile - start) % period]
  end

  local total = 0
  for _, pile in ipairs(piles) do total = total ~ value_of(pile) end
  if total == 0 then return 0 end

  -- Equal places in the period have equal answers once all their moves stay clear of the run-in.
  local winning, known = 0, {}
  for _, pile in ipairs(piles) do
    if period and pile >= start + period + reach then
      local clear = start + period + reach
      pile = clear + (pile - clear) % period
    end
    if not known[pile] then
      local wanted, count = total ~ value_of(pile), 0
      for _, move in ipairs(moves) do
        if move <= pile and value_of(pile - move) == wanted then count = count + 1 end
      end
      known[pile] = count
    end
    winning = winning + known[pile]
  end
  return winning
end
