local r, c = io.read("n", "n", "l")
-- A wall around the plan; places are numbered row by row.
local width = c + 2
local rows = { ("#"):rep(width) }
for i = 1, r do rows[i + 1] = "#" .. io.read() .. "#" end
rows[r + 2] = rows[1]
local plan = table.concat(rows)
local wall, key_of, lock_of = {}, {}, {}
for place = 1, #plan do
  local what = plan:sub(place, place)
  wall[place] = what == "#"
  key_of[place] = what:match("[a-f]") and 1 << what:byte() - 97 or 0
  lock_of[place] = what:match("[A-F]") and 1 << what:byte() - 65 or 0
end

local function fewest_steps(start, finish)
  -- A state is a place and the set of keys, as place * 64 + keys.
  local seen = { [start * 64] = true }
  local layer = { start * 64 }
  local steps = 0
  local sides = { -width, -1, 1, width }
  while #layer > 0 do
    steps = steps + 1
    local following = {}
    for _, state in ipairs(layer) do
      local place, keys = state >> 6, state & 63
      for _, side in ipairs(sides) do
        local near = place + side
        if not wall[near] and lock_of[near] & ~keys == 0 then
          if near == finish then return steps end
          local after = near << 6 | keys | key_of[near]
          if not seen[after] then
            seen[after] = true
            following[#following + 1] = after
          end
        end
      end
    end
    layer = following
  end
  return -1
end

print(fewest_steps(plan:find("W"), (plan:find("X"))))
