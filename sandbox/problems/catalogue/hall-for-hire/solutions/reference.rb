def hall_for_hire(requests, cleaning, most)
  by_end = requests.sort_by { |_, finish, _| finish }
  # before[i]: how many of the first requests are over and cleaned up when request i starts
  before = by_end.map do |start, _, _|
    by_end.bsearch_index { |_, finish, _| finish + cleaning > start } || by_end.size
  end
  fees = by_end.map(&:last)

  # best[i]: the largest sum of the first i requests, with as many parties as there have been rounds
  best = Array.new(fees.size + 1, 0)
  fewest = 0
  1.upto(most) do |parties|
    following = [0]
    sum_so_far = 0
    i = 0
    while i < fees.size
      with_this = best[before[i]] + fees[i]
      sum_so_far = with_this if with_this > sum_so_far
      following << sum_so_far
      i += 1
    end
    fewest = parties if sum_so_far > best.last
    best = following
  end
  [best.last, fewest]
end
