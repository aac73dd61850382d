-- Takes back what was counted for a key in vain. ARGV: microseconds between two.
local due = tonumber(redis.call('GET', KEYS[1]))
if not due then return 0 end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
due = due - tonumber(ARGV[1])
if due > now then
  redis.call('SET', KEYS[1], string.format('%.0f', due), 'PX', math.ceil((due - now) / 1000))
else
  redis.call('DEL', KEYS[1])
end
return 0
