function double(n)
  debug.sethook(function() error("hook") end, "", 1)
  return n * 2
end
