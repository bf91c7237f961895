package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(OnRedis.class)
class RedisTwinTest extends TwinTest {

    /** Here one is: {@link ForwardedTest}. */
    @Override
    void who_is_no_trusted_proxy_does_not_say_what_links_begin_with() {}
}
