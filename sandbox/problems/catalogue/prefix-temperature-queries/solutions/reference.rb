data = $stdin.read.split.map!(&:to_i)
n, q = data[0], data[1]
so_far = [0]
n.times { |day| so_far << so_far.last + data[2 + day] }
year = so_far[n]
answers = Array.new(q) do |query|
  a, b = data[n + 2 + 2 * query], data[n + 3 + 2 * query]
  total = so_far[b] - so_far[a - 1]
  a <= b ? total : total + year
end
puts answers
