r, c = gets.split.map(&:to_i)
# A wall around the plan; places are numbered row by row.
width = c + 2
plan = "#" * width + Array.new(r) { "##{gets.chomp}#" }.join + "#" * width
KEY_OF = plan.chars.map { |place| ("a".."f").cover?(place) ? 1 << (place.ord - 97) : 0 }
LOCK_OF = plan.chars.map { |place| ("A".."F").cover?(place) ? 1 << (place.ord - 65) : 0 }
WALL = plan.chars.map { |place| place == "#" }

def fewest_steps(start, finish, width)
  # A state is a place and the set of keys, as place * 64 + keys.
  seen = Array.new(WALL.size * 64, false)
  seen[start * 64] = true
  layer = [start * 64]
  sides = [-width, -1, 1, width]
  steps = 0
  until layer.empty?
    steps += 1
    following = []
    layer.each do |state|
      place = state >> 6
      keys = state & 63
      sides.each do |side|
        near = place + side
        next if WALL[near] || LOCK_OF[near] & ~keys != 0
        return steps if near == finish

        after = near << 6 | keys | KEY_OF[near]
        next if seen[after]

        seen[after] = true
        following << after
      end
    end
    layer = following
  end
  -1
end

puts fewest_steps(plan.index("W"), plan.index("X"), width)
