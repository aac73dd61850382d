def ship_capacity(weights, fragile, trips)
  # Stacks that the glass forces apart; within one of them any cut is allowed.
  stacks = [[]]
  weights.zip(fragile) do |weight, glass|
    stacks.last << weight
    stacks << [] if glass
  end
  stacks.pop if stacks.last.empty?
  return -1 if stacks.size > trips

  fits = lambda do |capacity|
    used = stacks.size
    stacks.all? do |stack|
      load = 0
      i = 0
      while i < stack.size
        load += stack[i]
        if load > capacity
          used += 1
          load = stack[i]
        end
        i += 1
      end
      used <= trips
    end
  end

  low = weights.max
  high = stacks.map(&:sum).max
  while low < high
    middle = (low + high) / 2
    if fits.call(middle)
      high = middle
    else
      low = middle + 1
    end
  end
  low
end
