-- Takes one token of a bucket, and answers 0, or the microseconds until there is one.
-- KEYS: until when the bucket's tokens are taken in advance, in microseconds. ARGV: tokens a minute, tokens at most
--
-- The bucket is full when that time has passed, and empty when it lies as far ahead as filling it takes. Run twice for one
-- request, since an answer got lost, it takes two tokens.
local period = 60000000 / ARGV[1]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local taken = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + period
local wait = taken - now - period * ARGV[2]
-- Half a microsecond: what rounding may have added.
if wait > 0.5 then
    return math.ceil(wait)
end
-- Full memory lets a script write on when its first write needs none.
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[1], string.format('%.0f', taken), 'PX', math.ceil((taken - now) / 1000))
return 0
