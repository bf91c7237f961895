package dev.likeness.api.contract;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service without administrators has no routes for them, and nothing tells that it could have some. */
@QuarkusTest
class NoAdminTest extends ContractTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /admin/keys",
        "POST, /admin/keys",
        "PUT, /admin/keys",
        "GET, /admin/keys/contract-usual-0",
        "DELETE, /admin/keys/contract-usual-0",
        "PATCH, /admin/keys/contract-usual-0",
        "POST, /admin/keys/contract-usual-0/credits",
        "POST, /admin/keys/contract-usual-0/webhook-secret",
        "GET, /admin/keys/contract-usual-0/ledger",
        "GET, /admin/nothing",
        "GET, /x/../admin/keys",
    })
    void nothing_is_found_with_or_without_a_token(String method, String path) {
        service.send(service.to(path).method(method, BodyPublishers.noBody())).refused(404, "not_found");
        service.send(service.to(path)
                        .header("Authorization", "Bearer " + AdminToken.TOKEN)
                        .method(method, BodyPublishers.noBody()))
                .refused(404, "not_found");
        service.send(service.to(path).header("Authorization", "Bearer ").method(method, BodyPublishers.noBody()))
                .refused(404, "not_found");
    }
}
