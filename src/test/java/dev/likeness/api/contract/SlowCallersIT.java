package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(ShortLimits.class)
class SlowCallersIT extends SlowCallersTest {}
