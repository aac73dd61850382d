function island_counts(rows, columns, emerged)
  local above = {}

  local function root(square)
    while above[square] ~= square do
      above[square] = above[above[square]]
      square = above[square]
    end
    return square
  end

  local islands = 0
  local answers = {}
  for i, place in ipairs(emerged) do
    local column = place[2]
    local first = place[1] * columns
    local square = first + column
    if not above[square] then
      above[square] = square
      islands = islands + 1
      -- Squares beyond the top and the bottom are never land.
      local neighbours = {
        square - columns,
        square + columns,
        first + (column + 1) % columns,
        first + (column - 1) % columns,
      }
      for _, beside in ipairs(neighbours) do
        if above[beside] then
          local other = root(beside)
          if other ~= square then
            -- The new square becomes the root of everything that it joins.
            above[other] = square
            islands = islands - 1
          end
        end
      end
    end
    answers[i] = islands
  end
  return answers
end
