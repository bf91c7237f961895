-- ARGV: the request, the amount, for how many milliseconds, a name for this attempt to reserve
local request, amount, keep, attempt = unpack(ARGV, 3)

local held = redis.call('HGET', open, request)
if held then
    redis.call('ZADD', due, 'GT', now + keep, request)
    local before, owner = string.match(held, '^(%d+) (%S+)$')
    return { 'open', available, expired, before, owner }
end
local ending, before, owner = ended()
if ending == 'settled' then
    return { 'settled', available, expired, before, owner }
end
if ending == 'forgone' then
    return { 'forgone', available, expired }
end
if ending == 'released' and owner == attempt then
    -- This very command came late: whoever sent it has given up, and the release has overtaken it.
    return { 'given_up', available, expired }
end
if available < tonumber(amount) then
    return { 'insufficient', available, expired }
end
hold(request, amount, attempt)
redis.call('ZADD', due, now + keep, request)
return { 'open', available, expired, amount, attempt }
