function double(n)
  return 1 + double(n + 1)
end
