package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(OnRedis.Scripted.class)
class RedisScriptedIdempotencyTest extends ScriptedIdempotencyTest {}
