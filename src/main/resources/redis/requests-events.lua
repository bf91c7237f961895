-- Whether the request has ended, or is forgotten, and what happened after the event of that number, in any order.
local id, number = unpack(ARGV)
local status = get(id, 'status')
local later = {(status == 'QUEUED' or status == 'PROCESSING') and 0 or 1}
for _, event in ipairs(redis.call('HVALS', of(id) .. ':events')) do
  if tonumber(string.match(event, '^%d+')) > tonumber(number) then
    later[#later + 1] = event
  end
end
return later
