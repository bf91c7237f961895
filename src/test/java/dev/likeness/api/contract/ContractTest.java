package dev.likeness.api.contract;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What all contract tests have: the service, over HTTP alone. The same classes run against the classes in this process and,
 * as {@code *IT}, against the package.
 */
@WithTestResource(value = ContractAccounts.class, scope = TestResourceScope.GLOBAL)
abstract class ContractTest {

    @TestHTTPResource("/")
    URI base;

    Service service;
    Account account;

    @BeforeEach
    void anAccountOfItsOwn() {
        service = new Service(base);
        account = Account.fresh();
    }

    @AfterEach
    void nothing_goes_on() {
        service.comeToRest();
    }
}
