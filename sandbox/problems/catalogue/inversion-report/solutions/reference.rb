data = $stdin.read.split.map!(&:to_i)
n, q = data[0], data[1]
books = data[2, n]
gaps = Array.new(q) { |i| data[n + 2 + 2 * i] }
heights = Array.new(q) { |i| data[n + 3 + 2 * i] }
ordered = books.sort
# tree counts, by rank in `ordered`, the books to the left of the gap that is looked at.
tree = [0] * (n + 1)

count = lambda do |rank|
  total = 0
  while rank > 0
    total += tree[rank]
    rank &= rank - 1
  end
  total
end
lower_than = ->(height) { ordered.bsearch_index { |book| book >= height } || n }
up_to = ->(height) { ordered.bsearch_index { |book| book > height } || n }

crooked = 0
placed = 0
place = lambda do
  rank = up_to.call(books[placed])
  crooked += placed - count.call(rank)
  while rank <= n
    tree[rank] += 1
    rank += rank & -rank
  end
  placed += 1
end

added = [0] * q
q.times.sort_by { |reader| gaps[reader] }.each do |reader|
  place.call while placed < gaps[reader]
  lower = lower_than.call(heights[reader])
  not_taller = up_to.call(heights[reader])
  taller_left = placed - count.call(not_taller)
  lower_right = lower - count.call(lower)
  added[reader] = taller_left + lower_right
end
place.call while placed < n
puts added.map { |more| crooked + more }
