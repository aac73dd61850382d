# A binary heap of whole numbers.
class Heap
  def initialize(items)
    @items = items.sort
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

def task_order(tasks, before)
  waits_for = [0] * (tasks + 1)
  unlocks = Array.new(tasks + 1) { [] }
  before.each do |a, b|
    unlocks[a] << b
    waits_for[b] += 1
  end
  free = Heap.new((1..tasks).select { |task| waits_for[task] == 0 })
  order = []
  until free.empty?
    task = free.pop
    order << task
    unlocks[task].each do |later|
      waits_for[later] -= 1
      free.push(later) if waits_for[later] == 0
    end
  end
  order.size == tasks ? order : []
end
