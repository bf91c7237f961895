-- ARGV: the request, for how many milliseconds, the attempt that reserved
local request, hold, attempt = unpack(ARGV, 3)

local held = redis.call('HGET', open, request)
if held and string.match(held, ' (%S+)$') == attempt then
    redis.call('ZADD', due, 'GT', now + hold, request)
    return { 'done', available, expired }
end
return { 'nothing', available, expired }
