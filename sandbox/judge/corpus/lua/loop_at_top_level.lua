for i = 1, math.huge do end
function double(n) return n * 2 end
