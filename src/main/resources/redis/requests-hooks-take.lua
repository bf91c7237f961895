-- Takes some webhooks that are due, one of each receiver that is not busy; nobody else takes them for a while.
local room, lease = tonumber(ARGV[1]), tonumber(ARGV[2])
local busy, taken = {}, {}
evenWhenFull()
for i = 3, #ARGV do
  busy[ARGV[i]] = true
end
local function first(receiver)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', hooks .. ':' .. receiver, '-inf', now())) do
    if redis.call('EXISTS', of(id)) == 1 then
      due(id, receiver, now() + lease)
      return {id, receiver, redis.call('HINCRBY', of(id), 'hooked', 1)}
    end
    due(id, receiver)
  end
end
for _, receiver in ipairs(redis.call('ZRANGEBYSCORE', hooks, '-inf', now(), 'LIMIT', 0, room + #ARGV)) do
  if #taken < room and not busy[receiver] then
    taken[#taken + 1] = first(receiver)
  end
end
return taken
