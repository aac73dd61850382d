local KINDS = { 200, 100, 50, 20, 10, 5 }
local till = {}
for _, kind in ipairs(KINDS) do till[kind] = 0 end
local credit = 0
local thrown = {}

-- The miser's change as a list of coins, or nil if it is stuck.
local function count_out(owed)
  local change = {}
  for _, kind in ipairs(KINDS) do
    local many = math.min(owed // kind, till[kind])
    for _ = 1, many do change[#change + 1] = kind end
    owed = owed - kind * many
  end
  if owed == 0 then return change end
end

local function print_coins(word, coins)
  if #coins > 0 then word = word .. " " .. table.concat(coins, " ") end
  print(word)
end

for _ = 1, io.read("n", "l") do
  local word, number = io.read():match("(%a+) ?(%d*)")
  number = math.tointeger(tonumber(number))
  if word == "coin" then
    till[number] = till[number] + 1
    credit = credit + number
    thrown[#thrown + 1] = number
  else
    local coins = thrown
    if word == "buy" then coins = credit >= number and count_out(credit - number) end
    if coins then
      for _, coin in ipairs(coins) do till[coin] = till[coin] - 1 end
      print_coins(word == "buy" and "ticket" or "back", coins)
      credit = 0
      thrown = {}
    elseif credit < number then
      print("missing " .. number - credit)
    else
      print("no change")
    end
  end
end
