local id, fence, code, message, data, retention = unpack(ARGV)
local newest, status = get(id, 'fence', 'status')
if newest ~= fence or status ~= 'PROCESSING' then
  return newest == fence and status == 'FAILED' and 1 or 0
end
evenWhenFull()
fail(id, code, message, data, retention)
return 1
