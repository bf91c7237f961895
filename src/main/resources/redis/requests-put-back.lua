-- Back to where it was in the queue, for whoever comes first.
local id, fence, counted, consumer = unpack(ARGV)
if not isOurs(id, fence) then
  return 0
end
evenWhenFull()
local begunBy, number, entry = get(id, 'begunBy', 'number', 'entry')
if counted == '0' and begunBy == fence then
  redis.call('HINCRBY', of(id), 'attempts', -1)
end
redis.call('HSET', of(id), 'status', 'QUEUED')
redis.call('HDEL', of(id), 'begun')
redis.call('ZADD', waiting, number, id)
redis.call('XCLAIM', queue, group, consumer, 0, entry, 'IDLE', 2 ^ 40, 'JUSTID')
publish('changed ' .. id)
publish('queued')
return 1
