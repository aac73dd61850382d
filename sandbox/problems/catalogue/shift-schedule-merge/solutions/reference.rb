numbers = $stdin.read.split.map!(&:to_i)
gap = numbers[1]
# Whole numbers sort faster than pairs.
base = numbers.max + 1
shifts = Array.new(numbers[0]) { |i| numbers[2 + 2 * i] * base + numbers[3 + 2 * i] }
shifts.sort!
stretches = []
first, latest = shifts[0].divmod(base)
shifts.each do |shift|
  start, finish = shift.divmod(base)
  if start - latest > gap
    stretches << "#{first} #{latest}"
    first, latest = start, finish
  elsif finish > latest
    latest = finish
  end
end
stretches << "#{first} #{latest}"
puts stretches.size, stretches
