function double(n)
  setmetatable({}, { __gc = function() while true do end end })
  collectgarbage()
  return n * 2
end
