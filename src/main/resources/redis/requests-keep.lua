-- Stores a finished picture, unless an attempt has stored one before: what was shown once is what is delivered.
local id, fence, sample, about, file, data, progress = unpack(ARGV)
if not isOurs(id, fence) then
  return 0
end
makeRoomIfFull(#file)
evenWhenFull()
if redis.call('HSETNX', of(id), 'picture:' .. sample, about) == 1 then
  redis.call('HSET', of(id) .. ':out', sample, file)
  redis.call('HINCRBY', of(id), 'pictures', 1)
  redis.call('HINCRBY', of(id), 'outBytes', #file)
  count(get(id, 'account'), #file)
  tell(id, 'image', data, '', progress)
end
return 1
