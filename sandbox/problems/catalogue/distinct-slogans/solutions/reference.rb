def distinct_slogans(tape, shortest, longest)
  # A suffix automaton. A state stands for the pieces that end at the same places: those of one length each
  # between the length of its link, exclusive, and its own.
  length = [0]
  link = [nil]
  onwards = [{}]
  last = 0
  tape.each_byte do |letter|
    added = length.size
    length << length[last] + 1
    link << 0
    onwards << {}
    state = last
    while state && !onwards[state].key?(letter)
      onwards[state][letter] = added
      state = link[state]
    end
    if state
      following = onwards[state][letter]
      if length[following] == length[state] + 1
        link[added] = following
      else
        copy = length.size
        length << length[state] + 1
        link << link[following]
        onwards << onwards[following].dup
        link[following] = link[added] = copy
        while state && onwards[state][letter] == following
          onwards[state][letter] = copy
          state = link[state]
        end
      end
    end
    last = added
  end

  (1...length.size).sum do |state|
    [0, [length[state], longest].min - [length[link[state]], shortest - 1].max].max
  end
end
