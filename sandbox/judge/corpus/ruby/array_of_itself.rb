def double(n)
  list = [n]
  list << list
  list
end
