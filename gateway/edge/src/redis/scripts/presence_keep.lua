-- A gateway's players: some have come, some have gone, and all of it is good for a while.
-- KEYS: gateways, this gateway's players. ARGV: gateway, milliseconds, 1 to begin anew, how many have come, those, those
-- who have gone. Answers how many players there are.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local good = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + good, ARGV[1])
redis.call('PEXPIRE', KEYS[1], good)
if ARGV[3] == '1' then redis.call('DEL', KEYS[2]) end
local come = tonumber(ARGV[4])
for i = 5, 4 + come do redis.call('SADD', KEYS[2], ARGV[i]) end
for i = 5 + come, #ARGV do redis.call('SREM', KEYS[2], ARGV[i]) end
redis.call('PEXPIRE', KEYS[2], good)
return redis.call('SCARD', KEYS[2])
