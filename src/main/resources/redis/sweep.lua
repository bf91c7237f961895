-- The accounts whose reservations may have expired.
--
-- KEYS: the accounts that may have open reservations, a sorted set by when to look at them next, in milliseconds.
-- ARGV: how many accounts to answer; then of each account that was looked at its name, the time that it had here, and
-- when to look at it next: '' when nothing is open, 'later' when it could not be looked at.
--
-- Who is about to reserve writes a new time: an account that has another time than before is left as it is, and so is never
-- dropped between that and the reservation itself.
local accounts = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Full memory lets a script write on when its first write needs none.
redis.call('ZREM', accounts, '')
for i = 2, #ARGV, 3 do
    local account, before, later = ARGV[i], ARGV[i + 1], ARGV[i + 2]
    if redis.call('ZSCORE', accounts, account) == before then
        if later == '' then
            redis.call('ZREM', accounts, account)
        else
            redis.call('ZADD', accounts, later == 'later' and now + 60000 or later, account)
        end
    end
end
return redis.call('ZRANGEBYSCORE', accounts, '-inf', now, 'LIMIT', 0, ARGV[1], 'WITHSCORES')
