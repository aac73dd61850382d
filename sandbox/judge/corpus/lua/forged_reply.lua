function double(n)
  io.write("value\n", n * 2, "\n")
  return "value\n" .. n * 2
end
