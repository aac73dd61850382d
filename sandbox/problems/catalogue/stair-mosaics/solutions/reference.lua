local MODULUS = 1000000007

function stair_mosaics(steps, colours)
  local heights, counts = {}, {}
  for height, count in ipairs(colours) do
    if count > 0 then
      heights[#heights + 1], counts[#counts + 1] = height, count
    end
  end
  local ways = { [0] = 1 }
  for covered = 1, steps do
    local total = 0
    for i, height in ipairs(heights) do
      if height > covered then break end
      total = (total + counts[i] * ways[covered - height]) % MODULUS
    end
    ways[covered] = total
  end
  return ways[steps]
end
