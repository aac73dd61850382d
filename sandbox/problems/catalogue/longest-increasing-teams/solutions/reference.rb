MODULUS = 1_000_000_007

# Fenwick tree over the packs: the longest rope in a node's range and the number of such ropes.
class Ropes
  attr_reader :best, :ways

  def initialize(top)
    @longest = [0] * (top + 1)
    @number = [0] * (top + 1)
  end

  # Finds the longest rope that ends at one of the first packs, and how many there are.
  def look(node)
    @best = @ways = 0
    while node > 0
      length = @longest[node]
      if length > @best
        @best = length
        @ways = @number[node]
      elsif length == @best && length > 0
        @ways += @number[node]
      end
      node &= node - 1
    end
  end

  def enter(node, length, ways)
    while node < @longest.size
      if @longest[node] < length
        @longest[node] = length
        @number[node] = ways
      elsif @longest[node] == length
        @number[node] += ways
      end
      node += node & -node
    end
  end
end

def longest_increasing_teams(heights, loads)
  rank = {}
  loads.uniq.sort!.each { |load| rank[load] = rank.size + 1 }
  top = rank.size
  ropes = Ropes.new(top)
  # Whole numbers sort faster than pairs.
  climbers = heights.each_with_index.map { |height, i| height * (top + 1) + rank[loads[i]] }
  climbers.sort!
  first = 0
  while first < climbers.size
    height = climbers[first] / (top + 1)
    # Climbers of one height all look before any of them is entered.
    entries = []
    while first < climbers.size && climbers[first] / (top + 1) == height
      place = climbers[first] % (top + 1)
      ropes.look(place - 1)
      entries.push(place, ropes.best + 1, ropes.best == 0 ? 1 : ropes.ways % MODULUS)
      first += 1
    end
    entries.each_slice(3) { |place, length, ways| ropes.enter(place, length, ways) }
  end
  ropes.look(top)
  [ropes.best, ropes.ways % MODULUS]
end
