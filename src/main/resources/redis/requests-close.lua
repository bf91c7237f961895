-- Lets a request go. One that was not delivered yet stays in the stream, so that the group's lag can be told, and is skipped.
local id, fence = unpack(ARGV)
local newest, entry = get(id, 'fence', 'entry')
if newest == fence then
  evenWhenFull()
  redis.call('HSET', of(id), 'closed', 1)
  local stream = streamOf(id)
  if redis.call('XACK', stream, group, entry) == 1 then
    redis.call('XDEL', stream, entry)
  end
end
return 1
