def stone_game_grundy(piles, moves)
  reach = moves.max
  largest = piles.max

  # The value of a pile depends on the `reach` values before it, so once such a row of values
  # returns, everything after it returns too.
  values = []
  seen = {}
  start = period = 0
  while values.size <= largest
    size = values.size
    taken = moves.filter_map { |move| values[size - move] if move <= size }
    value = 0
    value += 1 while taken.include?(value)
    values << value
    next if size < reach

    row = values.last(reach)
    if seen.key?(row)
      start = seen[row]
      period = size - start
      break
    end
    seen[row] = size
  end

  value_of = lambda do |pile|
    pile < values.size ? values[pile] : values[start + (pile - start) % period]
  end
  total = piles.reduce(0) { |sum, pile| sum ^ value_of.call(pile) }
  return 0 if total == 0

  # Equal places in the period have equal answers once all their moves stay clear of the run-in.
  known = {}
  clear = start + period + reach
  piles.sum do |pile|
    pile = clear + (pile - clear) % period if period > 0 && pile >= clear
    known[pile] ||= begin
      wanted = total ^ value_of.call(pile)
      moves.count { |move| move <= pile && value_of.call(pile - move) == wanted }
    end
  end
end
