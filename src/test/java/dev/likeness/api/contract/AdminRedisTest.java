package dev.likeness.api.contract;

import dev.likeness.store.TestRedis;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeAll;

@QuarkusTest
@WithTestResource(value = AdminToken.class, scope = TestResourceScope.MATCHING_RESOURCES)
@WithTestResource(value = RedisBehind.class, scope = TestResourceScope.MATCHING_RESOURCES)
class AdminRedisTest extends AdminContract {

    @BeforeAll
    static void onlyWithRedis() {
        TestRedis.assumeInstalled();
    }
}
