# Each of these leaves a call of C by a jump, which must give back what the call held.
def first_of(range) = range.each { |x| return x }

def double(n)
  5_000.times do
    first_of(1..3)
    [1, 2].each_with_index { break }
    Integer("no") rescue 0
  end
  n * 2
end
