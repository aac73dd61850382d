-- Squares as one number: no walk gets so far that two of them are the same.
local ROW <const> = 1000000

function mown_squares(program, rounds, molehills)
  local blocked = {}
  for _, hill in ipairs(molehills) do blocked[hill[1] + hill[2] * ROW] = true end
  -- The steps to the north, east, south and west.
  local steps = { [0] = ROW, 1, -ROW, -1 }
  local square, looks = 0, 0
  local stood = { [0] = true }
  local mown = 1
  for _ = 1, rounds do
    for letter in program:gmatch(".") do
      if letter == "L" then
        looks = (looks + 3) % 4
      elseif letter == "R" or blocked[square + steps[looks]] then
        looks = (looks + 1) % 4
      else
        square = square + steps[looks]
        if not stood[square] then
          stood[square] = true
          mown = mown + 1
        end
      end
    end
  end
  return mown
end
