-- What every script about one account's credits begins with.
--
-- KEYS: what can be spent; the ledger, a stream; open reservations, a hash of "<amount> <attempt>" by request; when they
-- expire, a sorted set of requests by milliseconds; the sum of the entries that are gone, "<id of the last one> <sum>"; what
-- is remembered of one request that has ended, or of one grant.
-- ARGV: how many entries the ledger keeps, and for how many milliseconds; then what is particular to each script.
--
-- Amounts are whole millionths of a credit, at most 9e15, and so exact as Lua's numbers, too. Every script answers
-- { outcome, what can be spent, what has expired just now, ... }.
local credits, ledger, open, due, carried, memory = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local mostEntries, keepEntries = tonumber(ARGV[1]), tonumber(ARGV[2])

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Redis does not undo what a script has written before it fails. So every key is read first, with a command of its type.
local remembered = memory and redis.call('GET', memory)
redis.call('XLEN', ledger)
redis.call('HLEN', open)
redis.call('GET', carried)
local expiring = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, 1000)
local available = tonumber(redis.call('GET', credits) or '0')
if not available then
    return redis.error_reply('ERR the credits are no number')
end

-- A Redis whose memory is full refuses a script whose first write needs memory, and lets it write on otherwise. So the first
-- write is one that needs none: money moves on when pictures have filled the memory. What it takes is bounded: entries are
-- trimmed, and what is remembered of requests expires.
redis.call('HDEL', open, '')

-- The ending that is remembered of the request: 'settled', 'released' or 'forgone'; its amount; the attempt that it ended;
-- the settlement that was made, or that is never to be made.
local function ended()
    return string.match(remembered or '', '^(%a+) (%d+) (%S+) ?(%S*)$')
end

local function remember(ending, amount, attempt, settlement, keep)
    redis.call('SET', memory, ending .. ' ' .. amount .. ' ' .. attempt .. ' ' .. settlement, 'PX', keep)
end

-- Replaces entries that are too many or too old by their sum, which is the balance that the last of them says. 100 at most
-- at a time, so that a ledger from before there was a retention does not keep Redis busy.
local function trim()
    local length = redis.call('XLEN', ledger)
    local gone = redis.call('XRANGE', ledger, '-', string.format('%.0f', math.max(now - keepEntries, 0)), 'COUNT', 100)
    local surplus = math.min(length - mostEntries, 100)
    if surplus > #gone then
        gone = redis.call('XRANGE', ledger, '-', '+', 'COUNT', surplus)
    end
    if #gone > 0 then
        local last = gone[#gone]
        redis.call('SET', carried, last[1] .. ' ' .. last[2][10])
        redis.call('XTRIM', ledger, 'MAXLEN', '=', length - #gone)
    end
end

local function record(kind, reference, change, amount)
    available = redis.call('INCRBY', credits, change)
    redis.call('XADD', ledger, '*', 'kind', kind, 'for', reference, 'change', change, 'amount', amount,
        'balance', available)
    trim()
end

local function hold(request, amount, attempt)
    record('reserved', request, amount == '0' and amount or '-' .. amount, amount)
    redis.call('HSET', open, request, amount .. ' ' .. attempt)
end

-- Ends an open reservation: its credits go back unless they are spent.
local function close(request, amount, kind)
    redis.call('HDEL', open, request)
    redis.call('ZREM', due, request)
    record(kind, request, kind == 'settled' and '0' or amount, amount)
end

local expired = 0
for _, request in ipairs(expiring) do
    local amount = string.match(redis.call('HGET', open, request) or '0', '^%d+')
    close(request, amount, 'expired')
    expired = expired + amount
end
