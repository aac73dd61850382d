local socket = require("socket")
function double(n)
  return socket and n * 2
end
