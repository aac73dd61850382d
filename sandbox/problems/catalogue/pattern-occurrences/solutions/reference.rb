# In steps between neighbours, a tune is the same in every key.
def steps(tune)
  tune.each_cons(2).map { |before, after| after - before }
end

def pattern_occurrences(melody, motif)
  text = steps(motif)
  size = text.size
  text << 1000
  text.concat(steps(melody))
  text << 2000

  # Z-function: reach[i] is how far text agrees with its own beginning from place i on.
  reach = [0] * text.size
  starting = [0] * (size + 1)
  left = right = 0
  i = 1
  while i < text.size
    length = 0
    length = [reach[i - left], right - i].min if i < right
    if i + length >= right
      length += 1 while text[length] == text[i + length]
      left, right = i, i + length
    end
    reach[i] = length
    starting[length] += 1 if i > size
    i += 1
  end

  # The step behind the last note of the melody is the end mark: it counts as length zero.
  answers = [0] * (size + 1)
  total = 0
  size.downto(0) do |length|
    total += starting[length]
    answers[length] = total
  end
  answers
end
