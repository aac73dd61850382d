n, m, q = gets.split.map(&:to_i)
best = [0, *gets.split.map(&:to_i)] # of the group that a harbour stands for
canals = Array.new(m) { gets.split.map(&:to_i) }
calls = Array.new(q) { |i| [*gets.split.map(&:to_i), i] }
leader = (0..n).to_a
find = lambda do |v|
  v = leader[v] = leader[leader[v]] while leader[v] != v
  v
end

# The highest barges first: then canals are only ever added.
canals.sort_by! { |_, _, air| air }
answers = []
calls.sort_by { |_, height, _| -height }.each do |harbour, height, i|
  while !canals.empty? && canals.last[2] >= height
    a, b, = canals.pop
    a = find.call(a)
    b = find.call(b)
    leader[a] = b
    best[b] = [best[a], best[b]].max
  end
  answers[i] = best[find.call(harbour)]
end
puts answers
