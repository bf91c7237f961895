-- Requests of the asynchronous routes; put before each of the other scripts.
--
-- KEYS[1]          what all names begin with, called base here:
-- base:queue       stream with an entry for each request that has not been let go; its consumer group is "likeness"
-- base:direct      the same for requests whose callers wait for them: they never were in the queue
-- base:waiting     sorted set of the requests that wait, by their number
-- base:<id>        hash of what is known of a request
-- base:<id>:in     hash of what there is to work on; gone when the request has ended
-- base:<id>:out    hash of the finished pictures by sample
-- base:<id>:events hash of what happened, by number; of passing events by their kind, so that only the latest stays
-- base:key:<scope> which request an idempotency key names
-- base:bytes       hash of the bytes that the pictures of each account take
-- base:results:<account>  sorted set of finished requests that have their pictures, "<id>:<bytes>" by the time of their end
-- base:hooks       sorted set of the receivers of webhooks, by when the first one of each is due
-- base:hooks:<receiver>   sorted set of the requests whose end it is to be told, by when that is due
-- base:changes     channel: what has changed
--
-- Each script may be run several times with the same arguments.

local base = KEYS[1]
local queue, direct, group = base .. ':queue', base .. ':direct', 'likeness'
local waiting, results, hooks = base .. ':waiting', base .. ':results:', base .. ':hooks'

local function of(id)
  return base .. ':' .. id
end

-- Milliseconds since 1970, by the one clock that all replicas share.
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function get(id, ...)
  return unpack(redis.call('HMGET', of(id), ...))
end

local function streamOf(id)
  return get(id, 'direct') and direct or queue
end

local function isOurs(id, fence)
  local newest, status = get(id, 'fence', 'status')
  return newest == fence and status == 'PROCESSING'
end

local function publish(what)
  redis.call('PUBLISH', base .. ':changes', what)
end

local function tell(id, name, data, slot, progress)
  local number = redis.call('HINCRBY', of(id), 'told', 1)
  redis.call('HSET', of(id) .. ':events', slot ~= '' and slot or number, number .. ' ' .. name .. ' ' .. data)
  if progress ~= '' then
    redis.call('HSET', of(id), 'progress', progress)
  end
  publish('changed ' .. id)
end

-- Drops the account's oldest finished pictures until so many more bytes fit; false when they do not.
local function makeRoom(account, more, most)
  while tonumber(redis.call('HGET', base .. ':bytes', account) or 0) + more > most do
    local oldest = redis.call('ZPOPMIN', results .. account)
    if #oldest == 0 then
      return false
    end
    local id, bytes = string.match(oldest[1], '^(.*):(%d+)$')
    redis.call('UNLINK', of(id) .. ':out')
    redis.call('HINCRBY', base .. ':bytes', account, 0 - bytes)
  end
  return true
end

-- Pictures whose time has run out are gone by themselves; they no longer count.
local function forgetOld(account, retention)
  for _, old in ipairs(redis.call('ZRANGEBYSCORE', results .. account, '-inf', now() - retention)) do
    local bytes = string.match(old, ':(%d+)$')
    redis.call('ZREM', results .. account, old)
    redis.call('HINCRBY', base .. ':bytes', account, 0 - bytes)
  end
end

local function take(id)
  redis.call('ZREM', waiting, id)
  return redis.call('HINCRBY', of(id), 'fence', 1)
end

-- Says when the request's end is to be told to the receiver; never when there is no such time.
local function due(id, receiver, at)
  local all = hooks .. ':' .. receiver
  if at then
    redis.call('ZADD', all, at, id)
  else
    redis.call('ZREM', all, id)
  end
  local first = redis.call('ZRANGE', all, 0, 0, 'WITHSCORES')
  if #first == 0 then
    redis.call('ZREM', hooks, receiver)
  else
    redis.call('ZADD', hooks, first[2], receiver)
  end
end

-- The end of a request, whichever it is: what it was made from goes, and the rest stays for a while.
local function finish(id, status, retention)
  local account, bytes, receiver = get(id, 'account', 'inBytes', 'receiver')
  redis.call('HSET', of(id), 'status', status, 'ended', now())
  redis.call('UNLINK', of(id) .. ':in')
  redis.call('HDEL', of(id) .. ':events', 'progress', 'preview')
  redis.call('HINCRBY', base .. ':bytes', account, 0 - bytes)
  for _, name in ipairs({of(id), of(id) .. ':out', of(id) .. ':events'}) do
    redis.call('PEXPIRE', name, retention)
  end
  if receiver then
    due(id, receiver, now())
    publish('hook')
  end
end

local function fail(id, code, message, data, retention)
  local account, out, scope = get(id, 'account', 'outBytes', 'scope')
  redis.call('HSET', of(id), 'code', code, 'message', message)
  tell(id, 'error', data, '', '')
  redis.call('UNLINK', of(id) .. ':out')
  redis.call('HINCRBY', base .. ':bytes', account, 0 - (out or 0))
  if scope and string.find(redis.call('GET', base .. ':key:' .. scope) or '', id, 1, true) == 1 then
    redis.call('DEL', base .. ':key:' .. scope)
  end
  finish(id, 'FAILED', retention)
end

-- The request that an idempotency key names, unless it has failed; "conflict" when it was for something else.
local function named(scope, fingerprint)
  local known = redis.call('GET', base .. ':key:' .. scope)
  if not known then
    return nil
  end
  local id, before = string.match(known, '^(%S+) (%S+)$')
  local status = get(id, 'status')
  if not status or status == 'FAILED' then
    return nil
  end
  return before == fingerprint and id or 'conflict'
end

-- From now on the key names this request.
local function name(id, scope, fingerprint, retention)
  redis.call('HSET', of(id), 'scope', scope)
  redis.call('SET', base .. ':key:' .. scope, id .. ' ' .. fingerprint, 'PX', retention)
end
