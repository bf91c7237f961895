-- ARGV: the request, how many milliseconds to remember it
--
-- Whoever has set credits aside for the request: they go back, and it is remembered that none are to be set aside again.
local request, keep = ARGV[1], ARGV[2]

if remembered and string.match(remembered, '^%a+') == 'settled' then
    return { 'nothing', available, expired }
end
local held = redis.call('HGET', open, request)
local amount, owner = string.match(held or '0 -', '^(%d+) (%S+)$')
if held then
    close(request, amount, 'released')
end
redis.call('SET', memory, 'forgone ' .. amount .. ' ' .. owner, 'PX', keep)
return { 'done', available, expired, amount, owner }
