-- Brings the board from one book version to another, unless somebody else writes or has written by now.
-- KEYS: writer, at, board, a fresh board. ARGV: who, the book version before (empty: whatever it was), version, folded,
-- book, 1 to put the fresh board in its place, then scores and players. Answers 1 if it was done.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] ~= '' and redis.call('HGET', KEYS[2], 'book') ~= ARGV[2] then return 0 end
if ARGV[6] == '1' then
  if redis.call('EXISTS', KEYS[4]) == 1 then
    redis.call('RENAME', KEYS[4], KEYS[3])
    redis.call('PERSIST', KEYS[3])
  else
    redis.call('DEL', KEYS[3])
  end
end
for i = 7, #ARGV, 2 do redis.call('ZADD', KEYS[3], ARGV[i], ARGV[i + 1]) end
local time = redis.call('TIME')
redis.call('HSET', KEYS[2], 'version', ARGV[3], 'folded', ARGV[4], 'book', ARGV[5], 'seen',
  string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)),
  'count', redis.call('ZCARD', KEYS[3]))
return 1
