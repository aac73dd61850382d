warn("@on")
function double(n)
  while true do warn("again") end
end
