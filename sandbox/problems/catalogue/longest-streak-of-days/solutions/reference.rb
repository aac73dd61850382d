def longest_streak(days)
  best_first = best_length = first = 0
  previous = nil
  days.uniq.sort.each do |day|
    first = day if previous.nil? || day != previous + 1
    previous = day
    best_first, best_length = first, day - first + 1 if day - first + 1 > best_length
  end
  [best_first, best_length]
end
