def island_fences(chart)
  width = chart[0].size + 2
  sea = "." * width
  land = (sea + chart.map { |line| ".#{line}." }.join + sea).each_char.map { |c| c == "#" }
  seen = [false] * land.size
  sides = [-width, -1, 1, width]
  best_size = best_panels = 0
  land.each_index do |start|
    next if !land[start] || seen[start]

    seen[start] = true
    island = [start]
    panels = 0
    at = 0
    while at < island.size
      field = island[at]
      at += 1
      sides.each do |step|
        side = field + step
        if !land[side]
          panels += 1
        elsif !seen[side]
          seen[side] = true
          island << side
        end
      end
    end
    if island.size > best_size || (island.size == best_size && panels > best_panels)
      best_size, best_panels = island.size, panels
    end
  end
  best_panels
end
