# A binary heap of whole numbers.
class Heap
  def initialize
    @items = []
  end

  def empty? = @items.empty?

  def push(item)
    at = @items.size
    while at > 0
      above = (at - 1) >> 1
      break if @items[above] <= item

      @items[at] = @items[above]
      at = above
    end
    @items[at] = item
  end

  def pop
    least = @items[0]
    item = @items.pop
    size = @items.size
    return least if size == 0

    at = 0
    while (below = 2 * at + 1) < size
      below += 1 if below + 1 < size && @items[below + 1] < @items[below]
      break if @items[below] >= item

      @items[at] = @items[below]
      at = below
    end
    @items[at] = item
    least
  end
end

def cheapest_route(towns, roads, vouchers)
  leaving = Array.new(towns) { [] }
  roads.each { |start, finish, toll| leaving[start] << [finish, toll] }
  # A state is town * (vouchers + 1) + vouchers used; an entry of the heap is cost * states + state.
  layers = vouchers + 1
  states = towns * layers
  cost = Array.new(states)
  cost[0] = 0
  heap = Heap.new
  heap.push(0)
  until heap.empty?
    paid, state = heap.pop.divmod(states)
    next if paid > cost[state]

    town, used = state.divmod(layers)
    return paid if town == towns - 1

    leaving[town].each do |finish, toll|
      to = finish * layers + used
      whole = paid + toll
      if cost[to].nil? || whole < cost[to]
        cost[to] = whole
        heap.push(whole * states + to)
      end
      next if used == vouchers

      half = paid + toll / 2
      if cost[to + 1].nil? || half < cost[to + 1]
        cost[to + 1] = half
        heap.push(half * states + to + 1)
      end
    end
  end
  -1
end
