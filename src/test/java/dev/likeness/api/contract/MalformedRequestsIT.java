package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class MalformedRequestsIT extends MalformedRequestsTest {}
