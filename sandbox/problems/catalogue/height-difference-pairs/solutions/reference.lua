function count_pairs(heights, gap)
  local seen = {}
  local ways = 0
  for _, height in ipairs(heights) do
    ways = ways + (seen[height - gap] or 0)
    if gap > 0 then ways = ways + (seen[height + gap] or 0) end
    seen[height] = (seen[height] or 0) + 1
  end
  return ways
end
