def count_pairs(heights, gap)
  seen = Hash.new(0)
  ways = 0
  heights.each do |height|
    ways += seen[height - gap]
    ways += seen[height + gap] if gap > 0
    seen[height] += 1
  end
  ways
end
