-- Makes a secret the current one of an account; those before it expire at the given time, unless they expire earlier.
-- KEYS: the account's secrets by the milliseconds at which they expire, the current one never
-- ARGV: the secret, now, when those before it expire, how many there may be
--
-- Repeated with the same secret, since an answer got lost, it changes nothing.
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
    return 0
end
for _, secret in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[3], '+inf')) do
    redis.call('ZADD', KEYS[1], ARGV[3], secret)
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2])
redis.call('ZADD', KEYS[1], '+inf', ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - ARGV[4])
return 1
