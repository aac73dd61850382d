COMES = "(".ord
LEAVES = ")".ord

def smudged_visitor_book(book)
  # Every number of people from fewest to most may be inside.
  fewest = most = settled = read = 0
  book.each_byte do |mark|
    fewest += mark == COMES ? 1 : -1
    most += mark == LEAVES ? -1 : 1
    break if most < 0

    read += 1
    fewest = 0 if fewest < 0
    settled = read if fewest.zero?
  end
  settled
end
