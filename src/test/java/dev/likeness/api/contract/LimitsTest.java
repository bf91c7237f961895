package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where there is no more room. */
@QuarkusTest
@TestProfile(TightLimits.class)
class LimitsTest extends ContractTest {

    @Test
    void more_than_there_is_room_for_is_refused_at_once_and_told_when_to_come_back() {
        double calls = service.backendCalls();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        byte[] body = Sent.json(Sent.request("custom_width", 1024, "custom_height", 1024));

        List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, 12)
                .mapToObj(i -> client.sendAsync(
                        service.posting(account, body, "application/json").build(), BodyHandlers.ofString()))
                .toList();
        List<HttpResponse<String>> answers =
                all.stream().map(CompletableFuture::join).toList();

        long served = answers.stream().filter(a -> a.statusCode() == 200).count();
        List<HttpResponse<String>> refused =
                answers.stream().filter(a -> a.statusCode() != 200).toList();
        assertThat(served).isPositive();
        assertThat(refused).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":\"overloaded\"");
            assertThat(answer.headers().firstValue("retry-after")).contains("9");
        });
        assertThat(service.backendCalls()).isEqualTo(calls + served);
        assertThat(service.credits(account)).isEqualByComparingTo(Double.toString(12.5 - served));
        Service.until("nothing runs", () -> service.running() == 0 && service.waiting() == 0);
        service.json(account, Sent.request()).ok();
    }

    @Test
    void too_many_requests_are_told_when_to_come_back() {
        double calls = service.backendCalls();
        Answer answer = service.send(service.to(Service.CREDITS, account));
        for (int i = 0; i < 5_000 && answer.status() == 200; i++) {
            answer = service.send(service.to(Service.CREDITS, account));
        }

        Instant now = Instant.now();
        answer.refused(429, "rate_limited");
        assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 60);
        assertThat(Instant.parse(answer.header("x-rate-limit-reset-at-utc")))
                .isBetween(now.minusSeconds(2), now.plusSeconds(62));
        service.json(account, Sent.request()).refused(429, "rate_limited");
        assertThat(service.backendCalls()).isEqualTo(calls);
        assertThat(service.send(service.to(Service.CREDITS, Account.fresh())).status())
                .as("another account")
                .isEqualTo(200);
    }

    @Test
    void a_body_that_stands_still_is_cut_off_and_costs_nothing() throws Exception {
        service.refusal(account, () -> {
            try (RawConnection connection = new RawConnection(service.base())) {
                connection.postHead(account, "Content-Type: application/json", "Content-Length: 100000");
                connection.write("{\"prompt\":\"and then");

                assertThat(connection.rest()).doesNotContain("200 OK");
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
            return service.send(service.to("/q/health/live"));
        });
        Service.until("no body is held", () -> service.bodyBytes() == 0);
    }

    @Test
    void a_body_that_comes_slowly_but_steadily_is_read() throws Exception {
        byte[] body = Sent.json(Sent.request());
        try (RawConnection connection = new RawConnection(service.base())) {
            connection.postHead(
                    account, "Content-Type: application/json", "Content-Length: " + body.length, "Connection: close");
            int piece = body.length / 12 + 1;
            for (int at = 0; at < body.length; at += piece) {
                connection.write(java.util.Arrays.copyOfRange(body, at, Math.min(body.length, at + piece)));
                Thread.sleep(250);
            }

            assertThat(connection.statusLine()).startsWith("HTTP/1.1 200");
        }
    }
}
