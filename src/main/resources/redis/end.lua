-- ARGV: the request, 'settled' or 'released', the attempt that reserved, how many milliseconds to remember it, and whether a
-- release also takes back a settlement: '1' when the settling process was told that it failed
local request, ending, attempt, keep, undo = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

local held = redis.call('HGET', open, request)
if held then
    local amount, owner = string.match(held, '^(%d+) (%S+)$')
    if owner ~= attempt then
        return { 'nothing', available, expired }
    end
    close(request, amount, ending)
    redis.call('SET', memory, ending .. ' ' .. amount .. ' ' .. attempt, 'PX', keep)
    return { 'done', available, expired }
end
if ending == 'settled' then
    return { 'nothing', available, expired }
end
if remembered and string.match(remembered, '^%a+') == 'settled' then
    local amount, owner = string.match(remembered, ' (%d+) (%S+)$')
    if undo ~= '1' or owner ~= attempt then
        return { 'nothing', available, expired }
    end
    record('released', request, amount, amount)
    redis.call('SET', memory, 'released ' .. amount .. ' ' .. attempt, 'PX', keep)
    return { 'undone', available, expired }
end
-- Remembered even when there is nothing to release: the command that reserves may still be on its way.
redis.call('SET', memory, 'released 0 ' .. attempt, 'PX', keep)
return { 'nothing', available, expired }
