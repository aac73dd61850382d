-- Whether a player is at one of the gateways. KEYS: gateways. ARGV: prefix of their players, player.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
for _, gateway in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')) do
  if redis.call('SISMEMBER', ARGV[1] .. gateway, ARGV[2]) == 1 then return 1 end
end
return 0
