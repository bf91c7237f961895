package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(OnRedis.class)
class RedisIdempotencyTest extends IdempotencyTest {}
