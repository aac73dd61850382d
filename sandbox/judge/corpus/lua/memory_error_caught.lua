function double(n)
  local fine, message = pcall(function()
    local text = "x"
    while true do text = text .. text end
  end)
  assert(not fine and message == "not enough memory")
  return n * 2
end
