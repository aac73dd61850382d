def root(above, square)
  while above[square] != square
    above[square] = above[above[square]]
    square = above[square]
  end
  square
end

def island_counts(rows, columns, emerged)
  above = {}
  islands = 0
  emerged.map do |row, column|
    first = row * columns
    square = first + column
    unless above.key?(square)
      above[square] = square
      islands += 1
      # Squares beyond the top and the bottom are never land.
      neighbours = [
        square - columns,
        square + columns,
        first + (column + 1) % columns,
        first + (column - 1) % columns,
      ]
      neighbours.each do |beside|
        next unless above.key?(beside)

        other = root(above, beside)
        if other != square
          # The new square becomes the root of everything that it joins.
          above[other] = square
          islands -= 1
        end
      end
    end
    islands
  end
end
