def driest_stretch(depths)
  # The stretches that end here, by their driest well: wells of growing depth, each with the number of its stretches.
  driest = []
  ending_here = total = 0
  depths.each do |depth|
    stretches = 1
    while !driest.empty? && driest.last[0] >= depth
      deeper, taken_over = driest.pop
      ending_here -= deeper * taken_over
      stretches += taken_over
    end
    driest << [depth, stretches]
    ending_here += depth * stretches
    total += ending_here
  end
  total % 1_000_000_007
end
