# Leaves in a rectangle, from the sums of all that begin in the corner.
def part(table, top, left, bottom, right)
  upper, lower = table[top], table[bottom + 1]
  lower[right + 1] - upper[right + 1] - lower[left] + upper[left]
end

# Plants in the outermost rings.
def within(height, width, rings)
  inner_height, inner_width = height - 2 * rings, width - 2 * rings
  return height * width if inner_height <= 0 || inner_width <= 0

  height * width - inner_height * inner_width
end

def meal(table, top, left, bottom, right, plants)
  leaves = part(table, top, left, bottom, right)
  height, width = bottom - top + 1, right - left + 1
  # The rings that are eaten whole: the most of which all plants are eaten.
  low, high = 0, ([height, width].min + 1) / 2
  while low < high
    rings = (low + high + 1) / 2
    if within(height, width, rings) <= plants
      low = rings
    else
      high = rings - 1
    end
  end
  rest = plants - within(height, width, low)
  top, left, bottom, right = top + low, left + low, bottom - low, right - low
  height, width = height - 2 * low, width - 2 * low
  return leaves if height <= 0 || width <= 0

  leaves -= part(table, top, left, bottom, right)
  return leaves if rest == 0
  return leaves + part(table, top, left, top, left + rest - 1) if rest <= width

  leaves += part(table, top, left, top, right)
  rest -= width
  return leaves + part(table, top + 1, right, top + rest, right) if rest < height

  leaves += part(table, top + 1, right, bottom, right)
  rest -= height - 1
  return leaves + part(table, bottom, right - rest, bottom, right - 1) if rest < width

  leaves += part(table, bottom, left, bottom, right - 1)
  rest -= width - 1
  leaves + part(table, bottom - rest, left, bottom - 1, left)
end

def snail_meals(bed, walks)
  # table[r][c]: all leaves in the first r rows and c columns.
  table = [[0] * (bed[0].size + 1)]
  bed.each do |row|
    above = table.last
    line = [0]
    leaves = 0
    row.each_with_index do |plant, column|
      leaves += plant
      line << above[column + 1] + leaves
    end
    table << line
  end
  walks.map { |walk| meal(table, *walk) }
end
