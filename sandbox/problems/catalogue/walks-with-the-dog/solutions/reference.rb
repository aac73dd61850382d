# A heap of walks, the shortest first, each with its length and the corner where it ends.
class Walks
  def initialize
    @lengths = []
    @corners = []
  end

  def empty? = @lengths.empty?

  def push(length, corner)
    at = @lengths.size
    while at > 0
      above = (at - 1) / 2
      break if @lengths[above] <= length

      @lengths[at] = @lengths[above]
      @corners[at] = @corners[above]
      at = above
    end
    @lengths[at] = length
    @corners[at] = corner
  end

  def pop
    shortest = [@lengths.first, @corners.first]
    length = @lengths.pop
    corner = @corners.pop
    return shortest if @lengths.empty?

    at = 0
    while (below = 2 * at + 1) < @lengths.size
      below += 1 if below + 1 < @lengths.size && @lengths[below + 1] < @lengths[below]
      break if @lengths[below] >= length

      @lengths[at] = @lengths[below]
      @corners[at] = @corners[below]
      at = below
    end
    @lengths[at] = length
    @corners[at] = corner
    shortest
  end
end

def walks_with_the_dog(corners, paths, evenings)
  onwards = Array.new(corners) { [] }
  paths.each { |start, finish, length| onwards[start] << [finish, length] }

  # The walks to a corner that the shortest ones to the tavern go on from are among the shortest to that
  # corner: more than `evenings` of them are never needed.
  arrivals = Array.new(corners, 0)
  lengths = []
  walks = Walks.new
  walks.push(0, 0)
  until walks.empty? || lengths.size == evenings
    walked, corner = walks.pop
    next if arrivals[corner] == evenings

    arrivals[corner] += 1
    lengths << walked if corner == corners - 1
    onwards[corner].each do |finish, length|
      walks.push(walked + length, finish) if arrivals[finish] < evenings
    end
  end
  lengths
end
