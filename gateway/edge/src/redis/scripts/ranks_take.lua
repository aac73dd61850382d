-- Asks to write the places, or to go on with it. KEYS: writer, at, board. ARGV: who, milliseconds.
-- Answers nothing if somebody else writes; otherwise what of the read model the board has: version, folded, book, or three
-- empty texts if it has to be made anew.
local writer = redis.call('GET', KEYS[1])
if writer and writer ~= ARGV[1] then return {} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local at = redis.call('HMGET', KEYS[2], 'version', 'folded', 'book', 'count')
if at[4] and tonumber(at[4]) == redis.call('ZCARD', KEYS[3]) then return {at[1], at[2], at[3]} end
return {'', '', ''}
