# A binary heap; entries are [-wishes, song], and the least comes first.
class Heap
  def initialize
    @items = []
  end

  def empty? = @items.empty?

  def push(item)
    at = @items.size
    while at > 0
      above = (at - 1) >> 1
      break if before?(@items[above], item)

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
      below += 1 if below + 1 < size && before?(@items[below + 1], @items[below])
      break if before?(item, @items[below])

      @items[at] = @items[below]
      at = below
    end
    @items[at] = item
    least
  end

  private

  def before?(one, other)
    one[0] == other[0] ? one[1] <= other[1] : one[0] < other[0]
  end
end

wishes = Hash.new(0)
heap = Heap.new
gets.to_i.times do
  message = gets.chomp
  word = message[2..]
  if message.start_with?("?")
    leading = []
    kept = []
    while !heap.empty? && leading.size < word.to_i
      entry = heap.pop
      # An entry is valid while it says how many wishes stand. Two equal entries may both be valid,
      # but they come out together.
      next if wishes[entry[1]] != -entry[0] || kept.last == entry

      kept << entry
      leading << entry[1]
    end
    kept.each { |entry| heap.push(entry) }
    puts leading.empty? ? "silence" : leading.join(" ")
  else
    wishes[word] += message.start_with?("+") ? 1 : -1
    heap.push([-wishes[word], word]) if wishes[word] != 0
  end
end
