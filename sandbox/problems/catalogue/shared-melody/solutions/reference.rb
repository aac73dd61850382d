def shared_melody(north, south)
  # longest[i][j]: notes in the longest melody of north from i and south from j on
  longest = Array.new(north.size + 1)
  longest[north.size] = Array.new(south.size + 1, 0)
  theirs = south.bytes
  (north.size - 1).downto(0) do |i|
    note = north.getbyte(i)
    below = longest[i + 1]
    row = Array.new(south.size + 1, 0)
    j = south.size - 1
    while j >= 0
      if theirs[j] == note
        row[j] = below[j + 1] + 1
      else
        one = below[j]
        other = row[j + 1]
        row[j] = one > other ? one : other
      end
      j -= 1
    end
    longest[i] = row
  end

  notes = (north.chars & south.chars).sort
  melody = +""
  i = j = 0
  longest[0][0].downto(1) do |left|
    # The earliest places of a note leave the most behind them.
    notes.each do |note|
      k = north.index(note, i)
      m = south.index(note, j)
      next unless k && m && longest[k][m] == left

      melody << note
      i = k + 1
      j = m + 1
      break
    end
  end
  melody
end
