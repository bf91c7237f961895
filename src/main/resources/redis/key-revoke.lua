-- Revokes an API key. KEYS: whose a key with its SHA-256 is; its record, a hash. ARGV: time of revocation in milliseconds
--
-- Deleting comes first: a Redis whose memory is full lets a script write on when its first write needs no memory. The first
-- time of revocation counts.
redis.call('DEL', KEYS[1])
redis.call('HSETNX', KEYS[2], 'revoked_at', ARGV[1])
