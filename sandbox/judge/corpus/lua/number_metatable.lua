debug.setmetatable(0, { __call = function(a, b) return a * b end })
function double(n)
  return n(2)
end
