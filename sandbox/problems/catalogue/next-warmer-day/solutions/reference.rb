def next_warmer_day(warmth)
  n = warmth.size
  waits = [0] * n
  waiting = []
  [0, n].each do |shift|
    warmth.each_with_index do |value, day|
      while !waiting.empty? && warmth[waiting.last] < value
        earlier = waiting.pop
        waits[earlier] = day + shift - earlier
      end
      waiting << day if shift == 0
    end
  end
  waits
end
