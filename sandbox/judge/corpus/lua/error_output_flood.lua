function double(n)
  while true do io.stderr:write(("x"):rep(1000)) end
end
