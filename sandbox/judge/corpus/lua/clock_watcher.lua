function double(n)
  while os.clock() < 1000 do end
  return n * 2
end
