def shortest_walk(street, wanted, puddles)
  missing = wanted.to_h
  kinds_missing = missing.size
  wet = first = 0
  best = []
  street.each_with_index do |kind, last|
    if kind == 0
      wet += 1
    elsif missing.key?(kind)
      missing[kind] -= 1
      kinds_missing -= 1 if missing[kind] == 0
    end
    next if kinds_missing > 0

    # Drop what is not needed: the shortest walk that ends here is the driest one as well.
    loop do
      kind = street[first]
      if kind == 0
        wet -= 1
      elsif missing.key?(kind)
        break if missing[kind] == 0

        missing[kind] += 1
      end
      first += 1
    end
    length = last - first + 1
    best = [first, length] if wet <= puddles && (best.empty? || length < best[1])
  end
  best
end
