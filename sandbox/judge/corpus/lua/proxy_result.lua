function double(n)
  return setmetatable({}, { __index = function() return n * 2 end, __len = function() return 1 end })
end
