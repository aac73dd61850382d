function double(n)
  return n * 2.0
end
