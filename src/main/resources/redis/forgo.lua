-- ARGV: the request, how many milliseconds to remember it
--
-- Whoever has set credits aside for the request: they go back, and it is remembered that none are to be set aside again.
local request, keep = unpack(ARGV, 3)

if ended() == 'settled' then
    return { 'nothing', available, expired }
end
local held = redis.call('HGET', open, request)
local amount, owner = string.match(held or '0 -', '^(%d+) (%S+)$')
if held then
    close(request, amount, 'released')
end
remember('forgone', amount, owner, '', keep)
return { 'done', available, expired, amount, owner }
