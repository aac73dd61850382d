def double(n)
  double(n + 1)
end
