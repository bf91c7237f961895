-- KEYS: the accounts that may have open reservations, as in sweep.lua. ARGV: one of them, and after how many milliseconds to
-- look at it
local time = redis.call('TIME')
-- Full memory lets a script write on when its first write needs none.
redis.call('ZREM', KEYS[1], '')
return redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2], ARGV[1])
