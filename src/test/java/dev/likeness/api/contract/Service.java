package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service as one sees it from outside: its answers, its balances, its metrics; nothing else. */
final class Service {

    static final String CHARACTER = "/v1/consistent-character-with-pose";
    static final String CREDITS = "/v1/get-user-credits";
    static final String POSE = "/v1/pose";

    /** Not what is expected but when a test gives up. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI base;
    private final List<Runnable> afterwards = new CopyOnWriteArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Service(URI base) {
        this.base = base;
    }

    /** Something to be seen to when the test is over, so that nothing of it goes on in the next one. */
    void afterwards(Runnable step) {
        afterwards.add(step);
    }

    void comeToRest() {
        afterwards.forEach(Runnable::run);
        afterwards.clear();
    }

    URI base() {
        return base;
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    }

    HttpRequest.Builder to(String path, Account account) {
        return to(path).header("x-api-key", account.key());
    }

    HttpRequest.Builder posting(Account account, byte[] body, String contentType) {
        return to(CHARACTER, account).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body));
    }

    Answer json(Account account, Map<String, Object> fields, String... headers) {
        return json(account, Sent.json(fields), headers);
    }

    Answer json(Account account, byte[] body, String... headers) {
        return send(with(posting(account, body, "application/json"), headers));
    }

    Answer form(Account account, byte[] body, String... headers) {
        return send(with(posting(account, body, "multipart/form-data; boundary=" + Sent.BOUNDARY), headers));
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** Every answer, whatever it is, has an id of its own. */
    Answer send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), BodyHandlers.ofByteArray());
            Answer answer = new Answer(response.statusCode(), response.headers()::firstValue, response.body());
            assertThat(UUID.fromString(answer.header("x-request-id"))).isNotNull();
            return answer;
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    BigDecimal credits(Account account) {
        return send(to(CREDITS, account)).ok().json().get("credits").decimalValue();
    }

    /** The sum of all series of this name whose labels hold the given text. */
    double metric(String name, String label) {
        String text = send(to("/q/metrics").header("Accept", "text/plain")).ok().text();
        Matcher line = Pattern.compile("(?m)^" + name + "(\\{[^}]*})? (\\S+)$").matcher(text);
        double sum = 0;
        while (line.find()) {
            if (label.isEmpty() || (line.group(1) != null && line.group(1).contains(label))) {
                sum += Double.parseDouble(line.group(2));
            }
        }
        return sum;
    }

    double backendCalls() {
        return metric("likeness_backend_calls_total", "");
    }

    double running() {
        return metric("likeness_generations_in_flight", "");
    }

    double waiting() {
        return metric("likeness_generations_waiting", "");
    }

    double bodyBytes() {
        return metric("likeness_bodies_bytes", "");
    }

    /** What every refusal has in common: it costs nothing and reaches no backend. */
    Answer refusal(Account account, Supplier<Answer> request) {
        BigDecimal creditsBefore = credits(account);
        double callsBefore = backendCalls();
        Answer answer = request.get();
        assertThat(credits(account)).as("credits after %s", answer.status()).isEqualByComparingTo(creditsBefore);
        assertThat(backendCalls()).as("backend calls after %s", answer.status()).isEqualTo(callsBefore);
        return answer;
    }

    /** Until then, however long that takes within reason. */
    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("gave up waiting until " + what).isLessThan(end);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
