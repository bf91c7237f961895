package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.condition.EnabledIf;

@QuarkusTest
@TestProfile(OnRedis.class)
@EnabledIf("dev.likeness.store.TestRedis#isInstalled")
class RedisWebhooksTest extends WebhooksTest {}
