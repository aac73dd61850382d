function double(n)
  return #("x"):rep(math.maxinteger, "y")
end
