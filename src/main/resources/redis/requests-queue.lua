-- How many wait and run, and since when the first one waits. Forgets consumers that have not been heard of for a day.
for _, stream in ipairs({queue, direct}) do
  redis.pcall('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM')
  for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', stream, group)) do
    local about = {}
    for i = 1, #consumer, 2 do
      about[consumer[i]] = consumer[i + 1]
    end
    if about['pending'] == 0 and about['idle'] > 86400000 then
      redis.call('XGROUP', 'DELCONSUMER', stream, group, about['name'])
    end
  end
end
local first = redis.call('ZRANGE', waiting, 0, 0)[1]
local submitted = first and get(first, 'submitted')
return {redis.call('ZCARD', waiting), redis.call('XPENDING', queue, group)[1], submitted and now() - submitted or 0}
