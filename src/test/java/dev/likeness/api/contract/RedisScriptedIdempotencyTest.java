package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.condition.EnabledIf;

@QuarkusTest
@TestProfile(OnRedis.Scripted.class)
@EnabledIf("dev.likeness.store.TestRedis#isInstalled")
class RedisScriptedIdempotencyTest extends ScriptedIdempotencyTest {}
