package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(WebhookSettings.class)
class WebhooksIT extends WebhooksTest {}
