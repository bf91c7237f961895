local all = 0
for _, receiver in ipairs(redis.call('ZRANGE', hooks, 0, -1)) do
  all = all + redis.call('ZCARD', hooks .. ':' .. receiver)
end
return all
