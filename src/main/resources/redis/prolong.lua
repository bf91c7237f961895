-- ARGV: the request, for how many milliseconds, the attempt that reserved
local held = redis.call('HGET', open, ARGV[1])
if held and string.match(held, ' (%S+)$') == ARGV[3] then
    redis.call('ZADD', due, 'GT', now + ARGV[2], ARGV[1])
    return { 'done', available, expired }
end
return { 'nothing', available, expired }
