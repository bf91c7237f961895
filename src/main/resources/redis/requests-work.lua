-- Begins an attempt; what a former one has left behind goes.
local id, fence = unpack(ARGV)
if not isOurs(id, fence) then
  return nil
end
if get(id, 'begunBy') ~= fence then
  local account, out = get(id, 'account', 'outBytes')
  redis.call('HINCRBY', base .. ':bytes', account, 0 - (out or 0))
  redis.call('UNLINK', of(id) .. ':out')
  redis.call('HDEL', of(id), 'picture:0', 'picture:1', 'picture:2', 'picture:3')
  redis.call('HSET', of(id), 'begunBy', fence, 'begun', now(), 'progress', 0, 'pictures', 0, 'outBytes', 0)
  redis.call('HINCRBY', of(id), 'attempts', 1)
  publish('changed ' .. id)
end
return {redis.call('HGETALL', of(id)), redis.call('HMGET', of(id) .. ':in', 'face', 'pose', 'work')}
