def highest_wave(waves, memory)
  # Hours that may still be an answer: each wave is higher than all that came after it.
  hours = []
  waves.each_with_index.map do |wave, now|
    hours.pop while !hours.empty? && waves[hours.last] <= wave
    hours << now
    hours.shift if hours.first <= now - memory
    hours.first
  end
end
