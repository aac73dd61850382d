function double(n)
  return n * 2
end
setmetatable(_G, { __index = error, __newindex = error })
