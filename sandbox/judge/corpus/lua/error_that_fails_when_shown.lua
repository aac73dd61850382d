function double(n)
  error(setmetatable({}, { __tostring = function() error("no") end }))
end
