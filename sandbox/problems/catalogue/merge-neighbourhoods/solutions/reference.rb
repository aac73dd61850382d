def falling_bridges(islands, bridges, events)
  parent = (0...islands).to_a
  size = [1] * islands

  find = lambda do |i|
    while parent[i] != i
      parent[i] = parent[parent[i]]
      i = parent[i]
    end
    i
  end
  build = lambda do |bridge|
    a, b = find.call(bridge[0]), find.call(bridge[1])
    next if a == b

    a, b = b, a if size[a] < size[b]
    parent[b] = a
    size[a] += size[b]
  end

  first_fall = {}
  events.each_with_index do |(kind, which), time|
    first_fall[which] ||= time if kind == 0
  end
  bridges.each_with_index { |bridge, number| build.call(bridge) unless first_fall.key?(number) }
  copies = []
  (events.size - 1).downto(0) do |time|
    kind, which = events[time]
    if kind == 1
      copies << size[find.call(which)]
    elsif first_fall[which] == time
      build.call(bridges[which])
    end
  end
  copies.reverse
end
