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
-- base:key:<scope> which request an idempotency key names; one that is not stored yet has claimed the key
-- base:bytes       hash of the bytes that the pictures of each account take, and all of them together under the empty name
-- base:results:<account>  sorted set of finished requests that have their pictures, "<id>:<bytes>" by the time of their end
-- base:finished    the same of all accounts, "<id>:<bytes>:<account>"
-- base:none        no such key is ever stored; commands on it have no effect
-- base:hooks       sorted set of the receivers of webhooks, by when the first one of each is due
-- base:hooks:<receiver>   sorted set of the requests whose end it is to be told, by when that is due
-- base:changes     channel: what has changed
--
-- Each script may be run several times with the same arguments.

local base = KEYS[1]
local queue, direct, group = base .. ':queue', base .. ':direct', 'likeness'
local waiting, results, finished, hooks = base .. ':waiting', base .. ':results:', base .. ':finished', base .. ':hooks'

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

-- Redis at its maxmemory refuses a script's first write when it needs memory, and none after one that needs none. What ends
-- or continues a request begins with this: it must not be refused, and frees more memory than it takes.
local function evenWhenFull()
  redis.call('DEL', base .. ':none')
end

local function count(account, bytes)
  local all = base .. ':bytes'
  if redis.call('HEXISTS', all, '') == 0 then
    local sum = 0
    for _, stored in ipairs(redis.call('HVALS', all)) do
      sum = sum + stored
    end
    redis.call('HSET', all, '', sum)
  end
  for _, name in ipairs({account, ''}) do
    if redis.call('HINCRBY', all, name, bytes) == 0 then
      redis.call('HDEL', all, name)
    end
  end
end

local function stored(account)
  return tonumber(redis.call('HGET', base .. ':bytes', account) or 0)
end

-- The pictures of a request that has ended are dropped, or are gone by themselves, and no longer count.
local function drop(id, bytes, account)
  redis.call('UNLINK', of(id) .. ':out')
  redis.call('ZREM', results .. account, id .. ':' .. bytes)
  redis.call('ZREM', finished, id .. ':' .. bytes .. ':' .. account)
  count(account, 0 - bytes)
end

-- Drops the oldest finished pictures of all accounts; answers how many bytes they had, nil when there are none.
local function dropOldest()
  local oldest = redis.call('ZRANGE', finished, 0, 0)[1]
  if not oldest then
    return nil
  end
  local id, bytes, account = string.match(oldest, '^([^:]+):(%d+):(.*)$')
  drop(id, bytes, account)
  return tonumber(bytes)
end

-- Drops the account's oldest finished pictures until so many more bytes fit; false when they do not.
local function makeRoom(account, more, most)
  while stored(account) + more > most do
    local oldest = redis.call('ZRANGE', results .. account, 0, 0)[1]
    if not oldest then
      return false
    end
    local id, bytes = string.match(oldest, '^([^:]+):(%d+)$')
    drop(id, bytes, account)
  end
  return true
end

-- The same for all accounts together.
local function makeRoomOfAll(more, most)
  while stored('') + more > most do
    if not dropOldest() then
      return false
    end
  end
  return true
end

-- When Redis is at its maxmemory, drops the oldest finished pictures until so many bytes are free, if there are any. Comes
-- before all writes of a script.
local function makeRoomIfFull(bytes)
  local probe = redis.pcall('SETRANGE', base .. ':none', 0, '')
  local freed = 0
  while type(probe) == 'table' and probe.err and freed and freed < bytes do
    local dropped = dropOldest()
    freed = dropped and freed + dropped
  end
end

-- Pictures whose time has run out are gone by themselves; some of them no longer count.
local function forgetOld(retention)
  for _, old in ipairs(redis.call('ZRANGEBYSCORE', finished, '-inf', now() - retention, 'LIMIT', 0, 100)) do
    drop(string.match(old, '^([^:]+):(%d+):(.*)$'))
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
  count(account, 0 - bytes)
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
  count(account, 0 - (out or 0))
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
