MOST = 12_000
# The neighbours of every child; 0 closes the row to a ring.
left = Array.new(MOST + 1, 0)
right = Array.new(MOST + 1, 0)
left[0] = right[0] = 1
lines = []
$stdin.read.split("\n").drop(1).each do |thing|
  what, x, y = thing.split
  child = x.to_i
  case what
  when "turn"
    left, right = right, left
  when "who"
    lines << "#{left[child]} #{right[child]}"
  when "out"
    right[left[child]] = right[child]
    left[right[child]] = left[child]
  else
    before = what == "left" ? left[y.to_i] : y.to_i
    after = right[before]
    left[child] = before
    right[child] = after
    right[before] = left[after] = child
  end
end
row = []
child = right[0]
until child.zero?
  row << child
  child = right[child]
end
lines << row.join(" ")
puts lines.join("\n")
