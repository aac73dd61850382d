function two_scarves(left, right)
  -- Without a note left, the colour is nil.
  local ours, theirs = left:gmatch("(%d+)(%l)"), right:gmatch("(%d+)(%l)")
  local our_rows, our_colour = ours()
  local their_rows, their_colour = theirs()
  local row = 0
  while our_colour == their_colour do
    if not our_colour then return -1 end
    our_rows, their_rows = math.tointeger(tonumber(our_rows)), math.tointeger(tonumber(their_rows))
    local both = math.min(our_rows, their_rows)
    row = row + both
    our_rows = our_rows - both
    their_rows = their_rows - both
    if our_rows == 0 then our_rows, our_colour = ours() end
    if their_rows == 0 then their_rows, their_colour = theirs() end
  end
  return row
end
