package dev.likeness.api.contract;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(value = AdminToken.class, scope = TestResourceScope.MATCHING_RESOURCES)
class AdminTest extends AdminContract {}
