def cheapest_cuts(beads, prices)
  n = beads.size
  # paid[i]: the least for the first i beads, with the cut behind them when there is one.
  paid = [0] + [1 << 60] * n
  cut = prices + [0]
  beads = beads.chars if beads.is_a?(String)
  n.times do |middle|
    # All bracelets that begin before the middle are known: paid[middle] is final.
    [middle, middle + 1].each do |right|
      left = middle
      while left >= 0 && right < n && beads[left] == beads[right]
        total = paid[left] + cut[right]
        paid[right + 1] = total if total < paid[right + 1]
        left -= 1
        right += 1
      end
    end
  end
  paid[n]
end
