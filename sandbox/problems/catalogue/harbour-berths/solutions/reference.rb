# A binary heap of [key, value] with the smallest key on top.
class Heap
  def initialize
    @entries = []
  end

  def top = @entries[0]
  def empty? = @entries.empty?

  def push(entry)
    place = @entries.size
    @entries << entry
    while place > 0
      parent = (place - 1) / 2
      break if @entries[parent][0] <= entry[0]

      @entries[place] = @entries[parent]
      place = parent
    end
    @entries[place] = entry
  end

  def pop
    top = @entries[0]
    last = @entries.pop
    size = @entries.size
    return top if size.zero?

    place = 0
    while (child = 2 * place + 1) < size
      child += 1 if child + 1 < size && @entries[child + 1][0] < @entries[child][0]
      break if @entries[child][0] >= last[0]

      @entries[place] = @entries[child]
      place = child
    end
    @entries[place] = last
    top
  end
end

def harbour_dues(prices, boats)
  # Berths of the same price are as good as each other, so prices stand for them.
  free = Heap.new
  prices.each { |price| free.push([price, price]) }
  lying = Heap.new
  paid = away = 0
  boats.each do |arrival, departure|
    while !lying.empty? && lying.top[0] <= arrival
      price = lying.pop[1]
      free.push([price, price])
    end
    if free.empty?
      away += 1
      next
    end
    price = free.pop[0]
    paid += price * (departure - arrival)
    lying.push([departure, price])
  end
  [paid, away]
end
