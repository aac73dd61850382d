function double(n)
  return #("x"):rep(1 << 30)
end
