function double(n)
  error(("x"):rep(1000000))
end
