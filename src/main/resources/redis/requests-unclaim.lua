-- The request comes to nothing before it is stored: its idempotency key is free.
local id, scope, fingerprint = unpack(ARGV)
if redis.call('GET', base .. ':key:' .. scope) == id .. ' ' .. fingerprint and not get(id, 'status') then
  redis.call('DEL', base .. ':key:' .. scope)
end
return 1
