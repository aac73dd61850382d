function odd_one_out(sent, received)
  local flipped = 0
  for _, value in ipairs(sent) do flipped = flipped ~ value end
  for _, value in ipairs(received) do flipped = flipped ~ value end

  -- Among the readings that have the flipped bit, all but one of the two values cancel out.
  local found, surplus = 0, 0
  for _, value in ipairs(sent) do
    if value & flipped ~= 0 then found, surplus = found ~ value, surplus + 1 end
  end
  for _, value in ipairs(received) do
    if value & flipped ~= 0 then found, surplus = found ~ value, surplus - 1 end
  end
  local other = found ~ flipped
  if surplus > 0 then return { found, other } end
  return { other, found }
end
