local DAYS = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" }
local HALF <const> = 12 * 60
local WEEK <const> = 14 * HALF

local n = math.tointeger(io.read("l"))
local day, hour, minute, half = io.read("l"):match("(%a+) (%d+):(%d+) (%a+)")
local moment = hour % 12 * 60 + minute + (half == "pm" and HALF or 0)
for i, name in ipairs(DAYS) do
  if name == day then moment = moment + (i - 1) * 2 * HALF end
end
for _ = 1, n do
  local way, hours, minutes = io.read("l"):match("(%a+) (%d+):(%d+)")
  local step = math.tointeger(hours) * 60 + math.tointeger(minutes)
  moment = (moment + (way == "later" and step or -step)) % WEEK
  local shown = moment % HALF // 60
  if shown == 0 then shown = 12 end
  local part = moment // HALF % 2 == 0 and "am" or "pm"
  print(("%s %d:%02d %s"):format(DAYS[moment // (2 * HALF) + 1], shown, moment % 60, part))
end
