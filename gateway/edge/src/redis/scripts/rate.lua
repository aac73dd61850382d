-- Counts a request for each key, until one has had more than its rate (GCRA). Answers how long to wait, in microseconds; 0 is
-- yes. A key holds when its next request would be due if they came evenly.
-- ARGV: microseconds between two requests, requests at once.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local every = tonumber(ARGV[1])
local room = every * tonumber(ARGV[2])
for _, key in ipairs(KEYS) do
  local due = tonumber(redis.call('GET', key)) or now
  if due < now then due = now end
  due = due + every
  local wait = due - now - room
  if wait > 0 then return wait end
  redis.call('SET', key, string.format('%.0f', due), 'PX', math.ceil((due - now) / 1000))
end
return 0
