width, count, *words = $stdin.read.split
width = width.to_i
count = count.to_i
lengths = words.map(&:length)

# The least cost of a column that begins with a word, and where its second line begins.
best = Array.new(count + 1, 0)
beyond = Array.new(count, 0)
(count - 1).downto(0) do |start|
  least = nil
  slack = width + 1
  finish = start
  # The line holds the words from start to before finish.
  while finish < count && (slack -= lengths[finish] + 1) >= 0
    finish += 1
    cost = finish == count ? 0 : slack * slack + best[finish]
    # With equal cost the longer line wins.
    if least.nil? || cost <= least
      least = cost
      beyond[start] = finish
    end
  end
  best[start] = least
end

def stretched(line, width)
  return line[0] if line.size == 1

  even, wider = (width - line.sum(&:length)).divmod(line.size - 1)
  text = line[0].dup
  line.drop(1).each_with_index do |word, gap|
    text << " " * (gap < wider ? even + 1 : even) << word
  end
  text
end

lines = []
start = 0
while beyond[start] < count
  lines << stretched(words[start...beyond[start]], width)
  start = beyond[start]
end
lines << words.drop(start).join(" ")
puts lines.join("\n")
