def odd_one_out(sent, received)
  flipped = sent.reduce(0, :^) ^ received.reduce(0, :^)

  # Among the readings that have the flipped bit, all but one of the two values cancel out.
  there = sent.select { |value| value & flipped != 0 }
  here = received.select { |value| value & flipped != 0 }
  found = there.reduce(0, :^) ^ here.reduce(0, :^)
  other = found ^ flipped
  there.size > here.size ? [found, other] : [other, found]
end
