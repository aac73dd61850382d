n, _, *rest = $stdin.read.split.map(&:to_i)
streets = rest.each_slice(3).to_a

# Groups are joined by size and never flattened: each tree stays about log n deep, and the costs on the
# way from a square upwards only grow. So the dearest wire between two squares is found by climbing.
above = Array.new(n + 1, 0)
joined_at = Array.new(n + 1, Float::INFINITY)
size = Array.new(n + 1, 1)
total = 0
streets.sort_by(&:last).each do |a, b, cost|
  a = above[a] while above[a] > 0
  b = above[b] while above[b] > 0
  next if a == b

  a, b = b, a if size[a] > size[b]
  above[a] = b
  joined_at[a] = cost
  size[b] += size[a]
  total += cost
end

answers = streets.map do |a, b, cost|
  dearest = 0
  while a != b
    a, b = b, a if joined_at[a] > joined_at[b]
    dearest = joined_at[a]
    a = above[a]
  end
  total - dearest + cost
end
puts answers
