def triple(n)
  n * 3
end
