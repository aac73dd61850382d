n, k, *needs = $stdin.read.split.map(&:to_i)
queue = (1..n).zip(needs)
minute = 0
head = 0
while head < queue.size
  visitor, need = queue[head]
  head += 1
  if need > k
    minute += k
    queue << [visitor, need - k]
  else
    minute += need
    puts "#{visitor} #{minute}"
  end
end
