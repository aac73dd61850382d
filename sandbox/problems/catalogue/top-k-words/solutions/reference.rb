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

messages = $stdin.readlines(chomp: true)
messages.shift
songs = messages.filter_map { |message| message[2..] unless message.start_with?("?") }.uniq.sort!
rank = songs.each_with_index.to_h
many = [songs.size, 1].max
wishes = [0] * many
# Entries are rank - wishes * songs, so that the leading one is the least; one is valid while it says
# how many wishes stand. Two equal entries may both be valid, but they come out together.
heap = Heap.new
messages.each do |message|
  word = message[2..]
  if message.start_with?("?")
    wanted = word.to_i
    kept = []
    while !heap.empty? && kept.size < wanted
      entry = heap.pop
      kept << entry if wishes[entry % many] == -(entry / many) && kept.last != entry
    end
    kept.each { |entry| heap.push(entry) }
    puts kept.empty? ? "silence" : kept.map { |entry| songs[entry % many] }.join(" ")
  else
    song = rank[word]
    wishes[song] += message.start_with?("+") ? 1 : -1
    heap.push(song - wishes[song] * many) if wishes[song] > 0
  end
end
