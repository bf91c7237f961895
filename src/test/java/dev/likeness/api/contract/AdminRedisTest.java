package dev.likeness.api.contract;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(OnRedis.class)
@WithTestResource(value = AdminToken.class, scope = TestResourceScope.MATCHING_RESOURCES)
class AdminRedisTest extends AdminContract {}
