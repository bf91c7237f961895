return { 'balance', available, expired }
