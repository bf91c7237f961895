-- Creates an API key. KEYS: its record, a hash; whose a key with this SHA-256 is; the ids of all keys by time of creation.
-- ARGV: id, name, SHA-256, time of creation in milliseconds
--
-- Run again, since the reply got lost, it changes nothing: the key may have been revoked meanwhile.
if redis.call('EXISTS', KEYS[1]) == 0 then
    redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
    redis.call('SET', KEYS[2], ARGV[1])
    redis.call('HSET', KEYS[1], 'name', ARGV[2], 'sha256', ARGV[3], 'created_at', ARGV[4])
end
