-- Due again after so many milliseconds, or never.
local id, receiver, after = unpack(ARGV)
evenWhenFull()
if redis.call('ZSCORE', hooks .. ':' .. receiver, id) then
  due(id, receiver, after ~= '' and now() + after or nil)
end
return 1
