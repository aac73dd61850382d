function double(n)
  error(setmetatable({}, { __tostring = function() while true do end end }))
end
