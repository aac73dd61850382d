MODULUS = 1_000_000_007

def stair_mosaics(steps, colours)
  panels = colours.each_with_index.filter_map { |count, i| [i + 1, count] if count > 0 }
  ways = [1]
  (1..steps).each do |covered|
    total = 0
    panels.each do |height, count|
      break if height > covered

      total += count * ways[covered - height]
    end
    ways << total % MODULUS
  end
  ways[steps]
end
