-- Begins an attempt; it goes on with the pictures of those before it.
local id, fence = unpack(ARGV)
if not isOurs(id, fence) then
  return nil
end
if get(id, 'begunBy') ~= fence then
  evenWhenFull()
  redis.call('HSET', of(id), 'begunBy', fence, 'begun', now(), 'progress', 0)
  redis.call('HINCRBY', of(id), 'attempts', 1)
  publish('changed ' .. id)
end
return {redis.call('HGETALL', of(id)), redis.call('HMGET', of(id) .. ':in', 'face', 'pose', 'work')}
