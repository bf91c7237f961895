-- Makes a request fail that does not have all of its pictures yet.
local id, code, message, data, retention = unpack(ARGV)
local status, samples, pictures, account, cost, attempts = get(id, 'status', 'samples', 'pictures', 'account', 'cost', 'attempts')
if status ~= 'QUEUED' and status ~= 'PROCESSING' or pictures == samples then
  return nil
end
evenWhenFull()
local fence = take(id)
fail(id, code, message, data, retention)
publish('cancelled ' .. id)
return {id, account, cost, fence, attempts, 'RELEASE'}
