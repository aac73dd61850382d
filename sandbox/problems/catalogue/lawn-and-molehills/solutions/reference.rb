# Squares as one number: no walk gets so far that two of them are the same.
ROW = 1_000_000
LEFT = "L".ord
RIGHT = "R".ord

def mown_squares(program, rounds, molehills)
  blocked = molehills.to_h { |x, y| [x + y * ROW, true] }
  # The steps to the north, east, south and west.
  steps = [ROW, 1, -ROW, -1]
  square = looks = 0
  mown = { square => true }
  rounds.times do
    program.each_byte do |letter|
      if letter == LEFT
        looks = (looks + 3) % 4
      elsif letter == RIGHT || blocked[square + steps[looks]]
        looks = (looks + 1) % 4
      else
        square += steps[looks]
        mown[square] = true
      end
    end
  end
  mown.size
end
