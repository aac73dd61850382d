function shared_melody(north, south)
  local n, s = #north, #south
  local ours, theirs = { north:byte(1, n) }, { south:byte(1, s) }
  -- longest[i][j]: notes in the longest melody of north from i and south from j on
  local longest = {}
  for i = n + 1, 1, -1 do
    local row, below, note = {}, longest[i + 1], ours[i]
    row[s + 1] = 0
    for j = s, 1, -1 do
      if not below then
        row[j] = 0
      elseif theirs[j] == note then
        row[j] = below[j + 1] + 1
      else
        local one, other = below[j], row[j + 1]
        row[j] = one > other and one or other
      end
    end
    longest[i] = row
  end

  local melody = {}
  local i, j = 1, 1
  for left = longest[1][1], 1, -1 do
    -- The earliest places of a note leave the most behind them.
    for byte = 97, 122 do
      local note = string.char(byte)
      local k, m = north:find(note, i, true), south:find(note, j, true)
      if k and m and longest[k][m] == left then
        melody[#melody + 1] = note
        i, j = k + 1, m + 1
        break
      end
    end
  end
  return table.concat(melody)
end
