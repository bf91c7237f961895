package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(TightLimits.class)
class LimitsIT extends LimitsTest {}
