# A cycle of singers who want each other's steps takes one exchange less than it has singers.
def exchanges(comes_from)
  seen = Array.new(comes_from.size, false)
  needed = comes_from.size
  comes_from.each_index do |start|
    next if seen[start]

    needed -= 1
    step = start
    until seen[step]
      seen[step] = true
      step = comes_from[step]
    end
  end
  needed
end

def fewest_exchanges(heights)
  order = heights.each_index.sort_by { |step| heights[step] }
  [exchanges(order), exchanges(order.reverse)].min
end
