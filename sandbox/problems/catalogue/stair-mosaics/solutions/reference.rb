MODULUS = 1_000_000_007

def stair_mosaics(steps, colours)
  heights = (1..colours.size).select { |height| colours[height - 1] > 0 }
  counts = colours.select(&:positive?)
  ways = [1]
  covered = 1
  while covered <= steps
    total = 0
    panel = 0
    while panel < heights.size && (rest = covered - heights[panel]) >= 0
      total += counts[panel] * ways[rest]
      panel += 1
    end
    ways << total % MODULUS
    covered += 1
  end
  ways[steps]
end
