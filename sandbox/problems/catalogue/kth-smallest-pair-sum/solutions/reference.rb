# Ordered pairs, a singer with himself too, that cost at most price.
def pairs(singers, price)
  partners = singers.size
  total = 0
  singers.each do |fee|
    rest = price - fee
    partners -= 1 while partners > 0 && singers[partners - 1] > rest
    break if partners == 0

    total += partners
  end
  total
end

def kth_duet(fees, schools, rank)
  everyone = fees.sort
  members = fees.zip(schools).group_by(&:last).values.map { |group| group.map(&:first).sort }
  alone, groups = members.partition { |group| group.size == 1 }
  alone.flatten!

  # All ordered pairs of everyone, less those within a school; of those who are the only one of
  # their school, these are the pairs with themselves.
  duets = lambda do |price|
    total = pairs(everyone, price)
    groups.each { |group| total -= pairs(group, price) }
    (total - alone.count { |fee| 2 * fee <= price }) / 2
  end

  low, high = 2 * everyone.first, 2 * everyone.last
  return [] if duets.call(high) < rank

  while low < high
    middle = (low + high) / 2
    if duets.call(middle) >= rank
      high = middle
    else
      low = middle + 1
    end
  end
  [low, duets.call(low - 1)]
end
