class Caves
  def initialize(found_from)
    @size = found_from.size
    before = found_from.map { |chamber| [chamber, 0].max }
    @depth = Array.new(@size, 0)
    @deeper = Array.new(@size, 1)
    (1...@size).each { |c| @depth[c] = @depth[before[c]] + 1 }
    (@size - 1).downto(1) { |c| @deeper[before[c]] += @deeper[c] }
    # A chamber and all that is deeper stand side by side in the tour: first[c] to first[c] + deeper[c] - 1.
    @first = Array.new(@size, 0)
    taken = Array.new(@size, 1)
    (1...@size).each do |c|
      @first[c] = @first[before[c]] + taken[before[c]]
      taken[before[c]] += @deeper[c]
    end
    # jumps[k][c]: the chamber 2^k steps nearer to the entrance.
    @jumps = [before]
    @jumps << @jumps.last.map { |c| @jumps.last[c] } while 1 << @jumps.size < @size
    # On the way from the entrance to a chamber below c, an order for c with x candles leaves x in each chamber from c
    # on: x times the depth, less x times the depth above c. Both factors are kept in Fenwick trees over the tour.
    @rates = Array.new(@size + 1, 0)
    @bases = Array.new(@size + 1, 0)
  end

  def put(chamber, count)
    base = count * (1 - @depth[chamber])
    add(@first[chamber], count, base)
    add(@first[chamber] + @deeper[chamber], -count, -base)
  end

  def on_the_way(a, b)
    common, there = upto(meeting(a, b))
    upto(a)[0] + upto(b)[0] - 2 * common + there
  end

  private

  def add(tour, rate, base)
    place = tour + 1
    while place <= @size
      @rates[place] += rate
      @bases[place] += base
      place += place & -place
    end
  end

  # The candles on the way from the entrance, and those in the chamber itself.
  def upto(chamber)
    rate = base = 0
    place = @first[chamber] + 1
    while place > 0
      rate += @rates[place]
      base += @bases[place]
      place &= place - 1
    end
    [rate * @depth[chamber] + base, rate]
  end

  def meeting(a, b)
    a, b = b, a if @depth[a] < @depth[b]
    steps = @depth[a] - @depth[b]
    @jumps.each_with_index { |jump, k| a = jump[a] if steps[k] == 1 }
    return a if a == b

    @jumps.reverse_each do |jump|
      a, b = jump[a], jump[b] if jump[a] != jump[b]
    end
    @jumps[0][a]
  end
end

def count_candles(found_from, orders)
  caves = Caves.new(found_from)
  answers = []
  orders.each do |kind, a, b|
    if kind.zero?
      caves.put(a, b)
    else
      answers << caves.on_the_way(a, b)
    end
  end
  answers
end
