package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many requests of one account at the same time. */
@QuarkusTest
class ContentionTest extends ContractTest {

    private static final int REQUESTS = 200;

    @Test
    void of_200_requests_at_once_exactly_as_many_succeed_as_are_paid_for() {
        Account ten = Account.fresh(Account.Kind.TEN);
        double calls = service.backendCalls();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        byte[] body = Sent.json(Sent.request("custom_width", 64, "custom_height", 64));

        List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, REQUESTS)
                .mapToObj(i -> client.sendAsync(
                        service.posting(ten, body, "application/json").build(), BodyHandlers.ofString()))
                .toList();
        List<HttpResponse<String>> answers =
                all.stream().map(CompletableFuture::join).toList();

        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                .hasSize(10);
        assertThat(answers.stream().filter(answer -> answer.statusCode() != 200))
                .allSatisfy(refused -> assertThat(refused.statusCode() + refused.body())
                        .containsAnyOf("406{\"error\":\"Insufficient credits: balance 0,", "503{"));
        assertThat(service.credits(ten)).isEqualByComparingTo("0");
        assertThat(service.backendCalls()).isEqualTo(calls + 10);
        Service.until("nothing runs", () -> service.running() == 0 && service.waiting() == 0);
        Service.until("no body is held", () -> service.bodyBytes() == 0);
    }
}
