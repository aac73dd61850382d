function longest_stretch(songs, limit)
  local plays = {}
  local start, best_start, best_length = 1, 1, 0
  for last, song in ipairs(songs) do
    plays[song] = (plays[song] or 0) + 1
    while plays[song] > limit do
      plays[songs[start]] = plays[songs[start]] - 1
      start = start + 1
    end
    if last - start + 1 > best_length then
      best_start, best_length = start, last - start + 1
    end
  end
  return { best_start - 1, best_length }
end
