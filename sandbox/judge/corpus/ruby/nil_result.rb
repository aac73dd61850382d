def double(n)
  @answer = n * 2
  nil
end
