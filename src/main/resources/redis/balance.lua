-- Answers also when the next reservation expires, in milliseconds, '' if there is none.
return { 'balance', available, expired, redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')[2] or '' }
