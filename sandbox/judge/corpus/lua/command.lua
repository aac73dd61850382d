function double(n)
  os.execute("true")
  return n * 2
end
