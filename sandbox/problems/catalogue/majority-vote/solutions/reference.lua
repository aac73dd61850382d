function elect_mayor(ballots)
  local slips = {}
  for _, name in ipairs(ballots) do slips[name] = (slips[name] or 0) + 1 end
  for name, count in pairs(slips) do
    if 2 * count > #ballots then return name end
  end
  return ""
end
