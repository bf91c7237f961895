package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same request sent again under the same key, on both routes. */
@QuarkusTest
class IdempotencyTest extends ContractTest {

    private static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";

    private final String key = UUID.randomUUID().toString();

    private Answer v1(Map<String, Object> fields, String... headers) {
        return service.json(account, fields, with(headers));
    }

    private Answer v2(Map<String, Object> fields, String... headers) {
        return new Twin(service, account).submit(fields, with(headers));
    }

    private String[] with(String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = HEADER;
        all[headers.length + 1] = key;
        return all;
    }

    /** What the two answers must have in common, whatever form they have. */
    private static void same(Answer first, Answer again) {
        assertThat(first.ok().header(REPLAYED)).isNull();
        assertThat(again.ok().header(REPLAYED)).isEqualTo("true");
        for (String header :
                List.of("content-type", "x-request-id", "x-cost", "x-remaining-credits", "x-seed-value", "x-backend")) {
            assertThat(again.header(header)).as(header).isNotNull().isEqualTo(first.header(header));
        }
        assertThat(again.header("content-disposition")).isEqualTo(first.header("content-disposition"));
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void a_synchronous_request_is_answered_again_and_paid_once() {
        Map<String, Object> request = Sent.request("seed", -1, "samples", 2);
        Answer first = v1(request);
        double calls = service.backendCalls();

        Answer again = v1(request);

        same(first, again);
        assertThat(again.header("x-generation-time")).isEqualTo(first.header("x-generation-time"));
        assertThat(service.backendCalls()).isEqualTo(calls);
        assertThat(service.credits(account)).isEqualByComparingTo("10.5");
    }

    @Test
    void a_picture_as_it_is_is_answered_again() {
        Map<String, Object> request = Sent.request("base_64", false, "output_format", "webp", "seed", -1);

        same(v1(request), v1(request));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/zip", "multipart/mixed"})
    void an_archive_is_answered_again(String accept) {
        Map<String, Object> request = Sent.request("base_64", false, "samples", 2, "seed", -1);

        Answer first = v1(request, "Accept", accept);

        same(first, v1(request, "Accept", accept));
    }

    @Test
    void events_are_told_again() {
        Map<String, Object> request = Sent.request("seed", -1);
        Answer first = v1(request, "Accept", "text/event-stream").ok();

        Answer again = v1(request, "Accept", "text/event-stream").ok();

        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.events())
                .isEqualTo(first.events().stream()
                        .filter(event -> !event.name().equals("progress"))
                        .toList());
        assertThat(service.credits(account)).isEqualByComparingTo("11.5");
    }

    @Test
    void an_asynchronous_request_is_the_same_request_and_paid_once() {
        Twin twin = new Twin(service, account);
        Map<String, Object> request = Sent.request("seed", -1);
        Answer first = v2(request).ok();
        String id = first.json().get("request_id").textValue();
        twin.ended(id, "COMPLETED");

        Answer again = v2(request).ok();

        assertThat(first.header(REPLAYED)).isNull();
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.json().get("request_id").textValue()).isEqualTo(id);
        assertThat(again.json().get("poll_url")).isEqualTo(first.json().get("poll_url"));
        assertThat(again.json().get("status").textValue()).isEqualTo("COMPLETED");
        assertThat(service.credits(account)).isEqualByComparingTo("11.5");
    }

    /** Most clients draw a form's boundary anew each time. */
    @Test
    void a_form_is_the_same_whatever_its_boundary() {
        byte[] form = Sent.form(Sent.parts());
        byte[] other = new String(form, java.nio.charset.StandardCharsets.ISO_8859_1)
                .replace(Sent.BOUNDARY, "another")
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

        Answer first = service.form(account, form, with());
        Answer again = service.send(service.posting(account, other, "multipart/form-data; boundary=another")
                .headers(with()));

        same(first, again);
    }

    @Test
    void another_body_under_the_same_key_is_refused_on_both_routes() {
        v1(Sent.request()).ok();
        v2(Sent.request()).ok();

        for (BiFunction<Map<String, Object>, String[], Answer> route :
                List.<BiFunction<Map<String, Object>, String[], Answer>>of(this::v1, this::v2)) {
            Answer refused = route.apply(Sent.request("prompt", "a blue coat"), new String[0]);

            refused.refused(409, "idempotency_conflict");
            assertThat(refused.json().get("error").textValue()).contains(HEADER, "use a new key");
        }
    }

    @Test
    void the_two_routes_do_not_share_their_keys() {
        Answer first = v1(Sent.request("seed", 3)).ok();

        Answer second = v2(Sent.request("seed", 4)).ok();

        assertThat(second.header(REPLAYED)).isNull();
        assertThat(second.json().get("request_id").textValue()).isNotEqualTo(first.header("x-request-id"));
    }

    @Test
    void accounts_do_not_share_their_keys() {
        v1(Sent.request("seed", 3)).ok();
        account = Account.fresh();

        Answer other = v1(Sent.request("seed", 4));

        assertThat(other.ok().header(REPLAYED)).isNull();
        assertThat(service.credits(account)).isEqualByComparingTo("11.5");
    }

    @Test
    void a_synchronous_request_with_a_key_is_found_under_its_id_by_its_own_account_alone() {
        String id = v1(Sent.request()).ok().header("x-request-id");

        assertThat(new Twin(service, account).state(id)).isEqualTo("COMPLETED");
        new Twin(service, Account.fresh()).status(id).refused(404, "not_found");
        new Twin(service, Account.fresh()).cancel(id).refused(404, "not_found");
    }

    @Test
    void without_a_key_every_request_is_a_new_one() {
        Answer first = service.json(account, Sent.request());

        Answer again = service.json(account, Sent.request());

        assertThat(again.ok().header(REPLAYED)).isNull();
        assertThat(again.header("x-request-id")).isNotEqualTo(first.header("x-request-id"));
        assertThat(service.credits(account)).isEqualByComparingTo("10.5");
    }

    @Test
    void a_key_must_be_a_key() {
        for (String bad : List.of(" ", "x".repeat(256))) {
            Answer refused = service.refusal(account, () -> service.json(account, Sent.request(), HEADER, bad));

            refused.refused(400, "invalid_request");
            assertThat(refused.violatedFields()).containsExactly(HEADER);
        }
        service.refusal(account, () -> service.json(account, Sent.request(), HEADER, "a", HEADER, "b"))
                .refused(400, "invalid_request");
        service.json(account, Sent.request(), HEADER, "x".repeat(255)).ok();
    }

    @Test
    void what_was_refused_may_be_put_right_under_the_same_key() {
        v1(Sent.request("samples", 9)).refused(400, "invalid_request");
        Answer noImage = v1(Sent.request("face_image", "aGVsbG8="));
        noImage.refused(400, "invalid_image");
        assertThat(noImage.violatedFields()).containsExactly("face_image");

        assertThat(v1(Sent.request()).ok().header(REPLAYED)).isNull();
        assertThat(service.credits(account)).isEqualByComparingTo("11.5");
    }

    @Test
    void what_could_not_be_paid_may_be_tried_again() {
        account = Account.fresh(Account.Kind.POOR);

        v1(Sent.request()).refused(406, "insufficient_credits");
        v2(Sent.request()).refused(406, "insufficient_credits");
        v1(Sent.request()).refused(406, "insufficient_credits");
    }

    @ParameterizedTest
    @ValueSource(strings = {Service.CHARACTER, Twin.SUBMIT})
    void of_50_at_once_one_is_made_and_paid(String path) {
        account = Account.fresh(Account.Kind.TEN);
        double calls = service.backendCalls();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        byte[] body = Sent.json(Sent.request("seed", -1));
        HttpRequest request = service.to(path, account)
                .header("Content-Type", "application/json")
                .header(HEADER, key)
                .POST(BodyPublishers.ofByteArray(body))
                .build();

        List<HttpResponse<String>> answers =
                IntStream.range(0, 50)
                        .mapToObj(i -> client.sendAsync(request, BodyHandlers.ofString()))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.statusCode()).as(answer::body).isEqualTo(200));
        assertThat(answers.stream().map(answer -> id(path, answer)).distinct()).hasSize(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.headers().firstValue(REPLAYED).isEmpty()))
                .hasSize(1);
        Service.until("it is made", () -> service.running() == 0 && service.backendCalls() == calls + 1);
        assertThat(service.credits(account)).isEqualByComparingTo("9");
    }

    private static String id(String path, HttpResponse<String> answer) {
        return path.equals(Service.CHARACTER)
                ? answer.headers().firstValue("x-request-id").orElseThrow()
                : answer.body().replaceAll(".*\"request_id\":\"([^\"]+)\".*", "$1");
    }
}
