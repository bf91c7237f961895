-- ARGV: the grant's id, the amount, what kind of entry it is, the most an account may have
local grant, amount, kind, most = unpack(ARGV, 3)

if remembered then
    return { remembered == amount and 'known' or 'other', available, expired }
end
if available + amount > tonumber(most) then
    return { 'too_much', available, expired }
end
redis.call('SET', memory, amount)
record(kind, grant, amount, amount)
return { 'done', available, expired }
