messages = $stdin.read.split("\n").drop(1).map do |line|
  kind, number = line.split
  [kind, number.to_i]
end
weights = messages.select { |kind, _| kind == "in" }.map(&:last).uniq.sort
size = weights.size
top = 1
top *= 2 while 2 * top <= size
# Fenwick trees over the weights that ever come in: the wheels there are, and what they weigh.
place_of = weights.each_with_index.to_h
wheels = Array.new(size + 1, 0)
heft = Array.new(size + 1, 0)
present = 0
lines = []
messages.each do |kind, number|
  case kind
  when "in", "out"
    count = kind == "in" ? 1 : -1
    present += count
    place = place_of[number] + 1
    while place <= size
      wheels[place] += count
      heft[place] += count * number
      place += place & -place
    end
  when "below"
    place = weights.bsearch_index { |weight| weight >= number } || size
    count = 0
    while place > 0
      count += wheels[place]
      place &= place - 1
    end
    lines << count
  else
    if number > present
      lines << -1
      next
    end
    # Walks down to the longest prefix with fewer than k wheels; the k-th has the weight after it.
    place = load = 0
    left = number
    step = top
    while step > 0
      further = place + step
      if further <= size && wheels[further] < left
        place = further
        left -= wheels[further]
        load += heft[further]
      end
      step /= 2
    end
    lines << (kind == "nth" ? weights[place] : load + left * weights[place])
  end
end
puts lines.join("\n")
