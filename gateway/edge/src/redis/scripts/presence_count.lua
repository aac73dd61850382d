-- How many players there are at all gateways, counted at most once a second.
-- KEYS: gateways, the last count, room to count in. ARGV: prefix of the gateways' players.
local known = redis.call('GET', KEYS[2])
if known then return tonumber(known) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local sets = {}
for _, gateway in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')) do
  sets[#sets + 1] = ARGV[1] .. gateway
end
local count = 0
if #sets == 1 then
  count = redis.call('SCARD', sets[1])
elseif #sets > 1 then
  count = redis.call('SUNIONSTORE', KEYS[3], unpack(sets))
  redis.call('DEL', KEYS[3])
end
redis.call('SET', KEYS[2], count, 'PX', 1000)
return count
