def depth(n)
  return 0 if n.zero?

  found = 0
  [1].each_with_index { found = depth(n - 1) + 1 }
  found
end

def double(n)
  depth(300) == 300 ? n * 2 : -1
end
