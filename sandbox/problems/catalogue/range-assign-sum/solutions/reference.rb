def ramp(count, level, slope)
  count * level + count * (count - 1) / 2 * slope
end

# The road as ramps that lie side by side, with their sums in a Fenwick tree by where they begin.
class Road
  def initialize(length, places)
    @rank = places.each_with_index.to_h { |place, i| [place, i + 1] }
    @tree = [0] * (places.size + 1)
    # The last entry is a mark behind the road.
    @starts = [1, length + 1]
    @shapes = [[0, 0], [0, 0]]
  end

  def sum_up_to(post)
    i = (@starts.bsearch_index { |start| start > post } || @starts.size) - 1
    total = ramp(post - @starts[i] + 1, *@shapes[i])
    node = @rank[@starts[i]] - 1
    while node > 0
      total += @tree[node]
      node &= node - 1
    end
    total
  end

  def grade(left, right, level, slope)
    first = cut(left)
    last = cut(right + 1)
    change = ramp(right + 1 - left, level, slope)
    (first...last).each do |i|
      gone = ramp(@starts[i + 1] - @starts[i], *@shapes[i])
      if i == first
        change -= gone
      elsif gone != 0
        add(@starts[i], -gone)
      end
    end
    add(left, change)
    @starts[first...last] = [left]
    @shapes[first...last] = [[level, slope]]
  end

  private

  def add(place, amount)
    node = @rank[place]
    while node < @tree.size
      @tree[node] += amount
      node += node & -node
    end
  end

  # Makes a ramp begin at the post; returns its place in the row.
  def cut(post)
    i = @starts.bsearch_index { |start| start >= post }
    return i if @starts[i] == post

    start = @starts[i - 1]
    level, slope = @shapes[i - 1]
    beyond = level + (post - start) * slope
    moved = ramp(@starts[i] - post, beyond, slope)
    if moved != 0
      add(start, -moved)
      add(post, moved)
    end
    @starts.insert(i, post)
    @shapes.insert(i, [beyond, slope])
    i
  end
end

def range_assign_sum(length, orders)
  # Every ramp begins at post 1, where a grade begins, or just behind the end of one.
  grades = orders.select { |order| order.size == 4 }
  places = [1, *grades.flat_map { |left, right| [left, right + 1] }].uniq.sort
  road = Road.new(length, places)
  answers = []
  orders.each do |order|
    if order.size == 4
      road.grade(*order)
    else
      left, right = order
      before = left > 1 ? road.sum_up_to(left - 1) : 0
      answers << road.sum_up_to(right) - before
    end
  end
  answers
end
