-- Takes on a request that whoever sent it waits for: it is worked on at once, and given up when its replica is gone.
local id, account, retention, mostBytes, mostOfAll, scope, fingerprint, consumer, accepted = unpack(ARGV)
if redis.call('EXISTS', of(id)) == 1 then
  return {'stored'}
end
local known = named(scope, fingerprint)
if known then
  return {known == 'conflict' and known or 'replayed', known}
end
makeRoomIfFull(1)
forgetOld(retention)
if not makeRoom(account, 0, tonumber(mostBytes)) then
  return {'no-room'}
end
if not makeRoomOfAll(0, tonumber(mostOfAll)) then
  return {'no-room-of-all'}
end
redis.pcall('XGROUP', 'CREATE', direct, group, '0', 'MKSTREAM')
local entry = redis.call('XADD', direct, '*', 'id', id)
redis.call('XREADGROUP', 'GROUP', group, consumer, 'STREAMS', direct, '>')
redis.call('HSET', of(id), 'account', account, 'status', 'PROCESSING', 'direct', 1, 'entry', entry, 'fence', 1, 'begunBy', 1,
  'attempts', 1, 'progress', 0, 'pictures', 0, 'inBytes', 0, 'outBytes', 0, 'submitted', now(), 'begun', now(),
  unpack(ARGV, 10))
name(id, scope, fingerprint, retention)
tell(id, 'accepted', accepted, '', '')
return {'stored'}
