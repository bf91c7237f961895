-- ARGV: the request, the amount, the attempt that reserved, a name for this settlement, how many milliseconds to remember it
--
-- A request is paid once: when it was settled before, whoever has settled it, nothing changes. A reservation that has come to
-- its end in the meantime is made again if the balance allows it: the pictures are there and are about to be delivered. Only
-- when this very settlement was taken back before it came, or the request was forgone, nothing is taken any more.
local request, amount, attempt, settlement, keep = unpack(ARGV, 3)

local ending, _, _, before = ended()
if ending == 'settled' then
    return { 'known', available, expired }
end
if ending == 'forgone' or ending == 'released' and before == settlement then
    return { 'ended', available, expired }
end
local held = redis.call('HGET', open, request)
if held then
    amount = string.match(held, '^%d+')
elseif available < tonumber(amount) then
    return { 'insufficient', available, expired }
else
    hold(request, amount, attempt)
end
close(request, amount, 'settled')
remember('settled', amount, attempt, settlement, keep)
return { held and 'done' or 'retaken', available, expired, amount, attempt }
