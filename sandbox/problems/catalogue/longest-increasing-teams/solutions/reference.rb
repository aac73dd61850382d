MODULUS = 1_000_000_007

# The longest rope that ends at one of the first packs, and the number of such ropes.
def look(longest, number, node)
  best = ways = 0
  while node > 0
    if longest[node] > best
      best, ways = longest[node], number[node]
    elsif longest[node] == best && best > 0
      ways += number[node]
    end
    node &= node - 1
  end
  [best, ways]
end

def longest_increasing_teams(heights, loads)
  rank = loads.uniq.sort.each_with_index.to_h { |load, place| [load, place + 1] }
  top = rank.size
  longest = [0] * (top + 1)
  number = [0] * (top + 1)
  places = loads.map { |load| rank[load] }
  heights.each_index.group_by { |climber| heights[climber] }.sort.each do |_, same_height|
    # Climbers of one height all look before any of them is entered.
    entries = same_height.map do |climber|
      place = places[climber]
      best, ways = look(longest, number, place - 1)
      [place, best + 1, best == 0 ? 1 : ways % MODULUS]
    end
    entries.each do |node, best, ways|
      while node <= top
        if longest[node] < best
          longest[node], number[node] = best, ways
        elsif longest[node] == best
          number[node] += ways
        end
        node += node & -node
      end
    end
  end
  best, ways = look(longest, number, top)
  [best, ways % MODULUS]
end
