-- What happened after the event of that number, in any order.
local later = {}
for i, event in ipairs(redis.call('HVALS', of(ARGV[1]) .. ':events')) do
  if tonumber(string.match(event, '^%d+')) > tonumber(ARGV[2]) then
    later[#later + 1] = event
  end
end
return later
