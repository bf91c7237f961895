package dev.likeness.auth;

class InMemoryRateLimitTest extends RateLimitContract {

    @Override
    RateLimit limit(AuthConfig config) {
        return new RateLimit(config, TestKeys.MEMORY, null);
    }
}
