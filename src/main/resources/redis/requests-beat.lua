-- Says that a replica is alive; answers which of its requests are no longer its own.
local lost = {}
for i = 2, #ARGV, 2 do
  local fence, entry = get(ARGV[i], 'fence', 'entry')
  if fence == ARGV[i + 1] then
    redis.call('XCLAIM', streamOf(ARGV[i]), group, ARGV[1], 0, entry, 'JUSTID')
  else
    lost[#lost + 1] = ARGV[i]
  end
end
return lost
