local id, fence, remaining, data, retention, mostBytes, mostOfAll = unpack(ARGV)
local newest, status, account, bytes = get(id, 'fence', 'status', 'account', 'outBytes')
if newest ~= fence or status ~= 'PROCESSING' then
  return newest == fence and status == 'COMPLETED' and 1 or 0
end
evenWhenFull()
redis.call('HSET', of(id), 'remaining', remaining)
tell(id, 'done', data, '', 1)
finish(id, 'COMPLETED', retention)
forgetOld(retention)
makeRoom(account, 0, tonumber(mostBytes))
makeRoomOfAll(0, tonumber(mostOfAll))
redis.call('ZADD', results .. account, now(), id .. ':' .. bytes)
redis.call('ZADD', finished, now(), id .. ':' .. bytes .. ':' .. account)
return 1
