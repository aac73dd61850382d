-- A player's place from 1; 0 if he has none; -1 if the board is not known to be up to date.
-- KEYS: at, board. ARGV: player, how many milliseconds ago it must have been.
local at = redis.call('HMGET', KEYS[1], 'seen', 'count')
if not at[1] or not at[2] then return -1 end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
if now - tonumber(at[1]) > tonumber(ARGV[2]) then return -1 end
if tonumber(at[2]) ~= redis.call('ZCARD', KEYS[2]) then return -1 end
local rank = redis.call('ZRANK', KEYS[2], ARGV[1])
return rank and rank + 1 or 0
