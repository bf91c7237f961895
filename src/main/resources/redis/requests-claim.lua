-- Claims an idempotency key for a request that is about to be stored, unless it names one that has not failed or is about to be
-- stored. A claim whose replica is gone ends by itself.
local id, scope, fingerprint, lease = unpack(ARGV)
local known = named(scope, fingerprint)
if known then
  return {known == 'conflict' and known or 'stored', known}
end
local claimed = string.match(redis.call('GET', base .. ':key:' .. scope) or '', '^%S+')
if claimed and claimed ~= id and not get(claimed, 'status') then
  return {'claimed', claimed}
end
redis.call('SET', base .. ':key:' .. scope, id .. ' ' .. fingerprint, 'PX', lease)
return {'claimed', id}
