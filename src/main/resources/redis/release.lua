-- ARGV: the request, the attempt that reserved, how many milliseconds to remember it, and the settlement that is taken back if
-- it was carried out: of a process that does not know whether it was; '' for none
local request, attempt, keep, settlement = unpack(ARGV, 3)

local ending, amount, _, before = ended()
if ending == 'forgone' then
    return { 'nothing', available, expired }
end
if ending == 'settled' and before ~= settlement then
    return { 'settled', available, expired }
end
local outcome = 'nothing'
local held, holder = string.match(redis.call('HGET', open, request) or '', '^(%d+) (%S+)$')
if ending == 'settled' then
    record('released', request, amount, amount)
    outcome = 'undone'
elseif holder == attempt then
    amount = held
    close(request, amount, 'released')
    outcome = 'done'
end
-- Remembered even when there is nothing to release: the command that reserves or settles may still be on its way.
remember('released', outcome == 'nothing' and '0' or amount, attempt, settlement, keep)
return { outcome, available, expired }
