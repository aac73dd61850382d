function double(n)
  local door <close> = setmetatable({}, { __close = function() error("stuck") end })
  return n * 2
end
