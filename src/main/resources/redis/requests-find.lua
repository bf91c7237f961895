-- The request's place among those that wait, -1 when it does not, and what is known of it.
local place = redis.call('ZRANK', waiting, ARGV[1])
return {place or -1, redis.call('HGETALL', of(ARGV[1]))}
