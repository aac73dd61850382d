function double(n)
  error(setmetatable({}, { __tostring = function(value) return tostring(value) end }))
end
