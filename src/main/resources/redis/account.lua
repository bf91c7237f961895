-- What every script about one account's credits begins with.
--
-- KEYS: what can be spent; the ledger, a stream; open reservations, a hash of "<amount> <attempt>" by request; when they
-- expire, a sorted set of requests by milliseconds; what is remembered of one request that has ended, or of one grant.
--
-- Amounts are whole millionths of a credit, at most 9e15, and so exact as Lua's numbers, too. Every script answers
-- { outcome, what can be spent, what has expired just now, ... }.
local credits, ledger, open, due, memory = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Redis does not undo what a script has written before it fails. So every key is read first, with a command of its type.
local remembered = memory and redis.call('GET', memory)
redis.call('XLEN', ledger)
redis.call('HLEN', open)
local expiring = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, 1000)
local available = tonumber(redis.call('GET', credits) or '0')
if not available then
    return redis.error_reply('ERR the credits are no number')
end

local function record(kind, reference, change, amount)
    available = redis.call('INCRBY', credits, change)
    redis.call('XADD', ledger, '*', 'kind', kind, 'for', reference, 'change', change, 'amount', amount,
        'balance', available)
end

-- Ends an open reservation: its credits go back unless they are spent. Deleting comes first: a Redis whose memory is full
-- lets a script write on when its first write needs no memory, so that what has begun can always be ended.
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
