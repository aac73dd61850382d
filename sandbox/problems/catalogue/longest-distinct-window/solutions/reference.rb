def longest_stretch(songs, limit)
  plays = Hash.new(0)
  start = best_start = best_length = 0
  songs.each_with_index do |song, last|
    plays[song] += 1
    while plays[song] > limit
      plays[songs[start]] -= 1
      start += 1
    end
    best_start, best_length = start, last - start + 1 if last - start + 1 > best_length
  end
  [best_start, best_length]
end
