-- ARGV: the request, the amount, for how many milliseconds, a name for this attempt to reserve
local request, amount, hold, attempt = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local held = redis.call('HGET', open, request)
if held then
    redis.call('ZADD', due, 'GT', now + hold, request)
    local before, owner = string.match(held, '^(%d+) (%S+)$')
    return { 'open', available, expired, before, owner }
end
if remembered then
    local ending, before, owner = string.match(remembered, '^(%a+) (%d+) (%S+)$')
    if ending == 'settled' then
        return { 'settled', available, expired, before, owner }
    end
    if ending == 'forgone' then
        return { 'forgone', available, expired }
    end
    if owner == attempt then
        -- This very command came late: whoever sent it has given up, and the release has overtaken it.
        return { 'given_up', available, expired }
    end
end
if available < tonumber(amount) then
    return { 'insufficient', available, expired }
end
record('reserved', request, amount == '0' and amount or '-' .. amount, amount)
redis.call('HSET', open, request, amount .. ' ' .. attempt)
redis.call('ZADD', due, now + hold, request)
return { 'open', available, expired, amount, attempt }
