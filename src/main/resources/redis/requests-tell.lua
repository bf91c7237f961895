local id, fence, name, data, slot, progress, backend = unpack(ARGV)
if not isOurs(id, fence) then
  return 0
end
-- Progress and previews are not missed.
if name ~= 'progress' and name ~= 'preview' then
  evenWhenFull()
end
if backend ~= '' then
  redis.call('HSET', of(id), 'backend', backend)
end
tell(id, name, data, slot, progress)
return 1
