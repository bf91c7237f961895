-- Puts a request at the queue's end.
local id, account, retention, mostQueued, mostBytes, mostOfAll = unpack(ARGV)
local scope, fingerprint, face, pose, work, accepted = unpack(ARGV, 7)
if redis.call('EXISTS', of(id)) == 1 then
  return {'stored', id}
end
if scope ~= '' then
  local known = named(scope, fingerprint)
  if known then
    return {known == 'conflict' and known or 'replayed', known}
  end
end
if redis.call('ZCARD', waiting) >= tonumber(mostQueued) then
  return {'full'}
end
local bytes = #face + #pose
makeRoomIfFull(bytes)
forgetOld(retention)
if not makeRoom(account, bytes, tonumber(mostBytes)) then
  return {'no-room'}
end
if not makeRoomOfAll(bytes, tonumber(mostOfAll)) then
  return {'no-room-of-all'}
end
count(account, bytes)
redis.call('HSET', of(id) .. ':in', 'face', face, 'pose', pose, 'work', work)
redis.call('HSET', of(id), 'account', account, 'status', 'QUEUED', 'fence', 0, 'attempts', 0, 'progress', 0, 'pictures', 0,
  'inBytes', bytes, 'submitted', now(), unpack(ARGV, 13))
if scope ~= '' then
  name(id, scope, fingerprint, retention)
end
local number = redis.call('INCR', base .. ':number')
redis.call('ZADD', waiting, number, id)
redis.call('HSET', of(id), 'number', number, 'entry', redis.call('XADD', queue, '*', 'id', id))
tell(id, 'accepted', accepted, '', '')
publish('queued')
return {'stored', id}
