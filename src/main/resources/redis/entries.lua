-- ARGV: the first id, which begins with '(' when it is not wanted itself, and how many
return { 'entries', available, expired, redis.call('GET', carried) or '',
    redis.call('XRANGE', ledger, ARGV[3], '+', 'COUNT', ARGV[4]) }
