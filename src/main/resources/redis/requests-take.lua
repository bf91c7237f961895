-- Takes on so many requests: those of replicas that have not been heard of for a while, and the next ones.
local consumer, most, lease, mostAttempts = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local turns = {}

local function duty(id)
  local status, samples, pictures, attempts, isDirect = get(id, 'status', 'samples', 'pictures', 'attempts', 'direct')
  if status == 'COMPLETED' then
    return 'SETTLE'
  elseif status == 'FAILED' then
    return 'RELEASE'
  elseif pictures == samples then
    return 'CHARGE'
  end
  return (isDirect or tonumber(attempts) >= mostAttempts) and 'GIVE_UP' or 'RUN'
end

local function takeOn(stream, entry)
  local id = entry[2][2]
  local status, closed, account, cost, attempts = get(id, 'status', 'closed', 'account', 'cost', 'attempts')
  if not status or closed then
    redis.call('XACK', stream, group, entry[1])
    redis.call('XDEL', stream, entry[1])
    return
  end
  local toDo = duty(id)
  local fence = take(id)
  if status == 'QUEUED' then
    redis.call('HSET', of(id), 'status', 'PROCESSING')
    publish('changed ' .. id)
  end
  turns[#turns + 1] = {id, account, cost, fence, attempts + (toDo == 'RUN' and 1 or 0), toDo}
end

local function takeOver(stream)
  redis.pcall('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM')
  local cursor = '0-0'
  while #turns < most do
    local claimed = redis.call('XAUTOCLAIM', stream, group, consumer, lease, cursor, 'COUNT', most - #turns)
    cursor = claimed[1]
    for _, entry in ipairs(claimed[2]) do
      takeOn(stream, entry)
    end
    if cursor == '0-0' then
      break
    end
  end
end

evenWhenFull()
-- First those that nobody works on again: somebody may wait for their end, and it takes no time.
takeOver(direct)
takeOver(queue)
while #turns < most do
  local read = redis.call('XREADGROUP', 'GROUP', group, consumer, 'COUNT', most - #turns, 'STREAMS', queue, '>')
  if not read then
    break
  end
  for _, entry in ipairs(read[1][2]) do
    takeOn(queue, entry)
  end
end
return turns
