package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The asynchronous twin: submit, ask after, fetch. */
@QuarkusTest
class TwinTest extends ContractTest {

    private Twin twin;

    @BeforeEach
    void aTwin() {
        twin = new Twin(service, account);
    }

    @Test
    void a_request_is_accepted_at_once_and_says_where_it_is_found() {
        JsonNode accepted = twin.submit(Sent.request()).ok().json();

        String id = accepted.get("request_id").textValue();
        String request = base.resolve(Twin.REQUESTS + id).toString();
        assertThat(accepted.get("status").textValue()).isEqualTo("QUEUED");
        assertThat(accepted.get("poll_url").textValue()).isEqualTo(request + "/status");
        assertThat(accepted.get("status_url").textValue()).isEqualTo(request + "/status");
        assertThat(accepted.get("response_url").textValue()).isEqualTo(request);
        assertThat(accepted.get("cancel_url").textValue()).isEqualTo(request + "/cancel");
        assertThat(accepted.get("events_url").textValue()).isEqualTo(request + "/events");
    }

    @Test
    void its_id_is_that_of_the_call() {
        Answer accepted = twin.submit(Sent.request()).ok();

        assertThat(accepted.json().get("request_id").textValue()).isEqualTo(accepted.header("x-request-id"));
    }

    @Test
    void a_picture_is_made_and_paid_once() {
        String id = twin.submitted(Sent.request("seed", 7, "output_format", "jpeg"));

        JsonNode result = twin.ended(id, "COMPLETED");

        assertThat(result.get("request_id").textValue()).isEqualTo(id);
        assertThat(result.get("error").isNull()).isTrue();
        JsonNode image = result.get("images").get(0);
        assertThat(image.get("width").intValue()).isEqualTo(96);
        assertThat(image.get("height").intValue()).isEqualTo(128);
        assertThat(image.get("seed").intValue()).isEqualTo(7);
        assertThat(image.get("content_type").textValue()).isEqualTo("image/jpeg");
        assertThat(result.get("output").textValue())
                .startsWith(base.toString())
                .isEqualTo(image.get("url").textValue());
        JsonNode metrics = result.get("metrics");
        assertThat(metrics.get("cost").decimalValue()).isEqualByComparingTo("1");
        assertThat(metrics.get("remaining_credits").decimalValue()).isEqualByComparingTo("11.5");
        assertThat(metrics.get("retry_count").intValue()).isZero();
        assertThat(metrics.get("inference_time").isNumber()).isTrue();
        assertThat(metrics.get("queue_time").isNumber()).isTrue();
        assertThat(metrics.get("total_time").isNumber()).isTrue();
        assertThat(service.credits(account)).isEqualByComparingTo("11.5");
    }

    @Test
    void its_link_needs_no_key() {
        String id = twin.submitted(Sent.request());
        String link = twin.ended(id, "COMPLETED").get("output").textValue();

        Answer picture = twin.fetched(link).ok();

        assertThat(picture.mediaType()).isEqualTo("image/png");
        assertThat(Answer.sizeOf(picture.body())).isEqualTo("96x128");
        assertThat(picture.header("content-disposition")).isEqualTo("inline; filename=\"" + id + "-0.png\"");
    }

    @Test
    void the_same_picture_comes_on_both_routes() {
        String id = twin.submitted(Sent.request("seed", 11));
        byte[] later = twin.fetched(twin.ended(id, "COMPLETED").get("output").textValue())
                .body();

        assertThat(later)
                .isEqualTo(service.json(account, Sent.request("seed", 11)).image());
    }

    @Test
    void several_pictures_are_several_links() {
        String id = twin.submitted(Sent.request("samples", 3, "seed", 5));

        JsonNode result = twin.ended(id, "COMPLETED");

        assertThat(result.get("output").size()).isEqualTo(3);
        assertThat(result.get("images").findValuesAsText("seed")).containsExactly("5", "6", "7");
        for (JsonNode link : result.get("output")) {
            twin.fetched(link.textValue()).ok();
        }
        assertThat(service.credits(account)).isEqualByComparingTo("9.5");
    }

    @Test
    void a_form_is_as_good_as_json() {
        Answer accepted = service.send(service.to(Twin.SUBMIT, account)
                .header("Content-Type", "multipart/form-data; boundary=" + Sent.BOUNDARY)
                .POST(BodyPublishers.ofByteArray(Sent.form(Sent.parts()))));

        twin.ended(accepted.ok().json().get("request_id").textValue(), "COMPLETED");
    }

    @Test
    void what_is_wrong_with_a_request_is_told_at_once_and_costs_nothing() {
        service.refusal(account, () -> twin.submit(Sent.request("samples", 9, "seed", "x")))
                .refused(400, "invalid_request");
        Answer noImage = service.refusal(account, () -> twin.submit(Sent.request("face_image", "aGVsbG8=")));

        noImage.refused(400, "invalid_image");
        assertThat(noImage.violatedFields()).containsExactly("face_image");
    }

    @Test
    void an_account_without_a_webhook_secret_cannot_ask_for_a_webhook() {
        Twin without = new Twin(service, Account.fresh(Account.Kind.TEN));
        Answer refused = service.refusal(
                without.account(), () -> without.submit(Sent.request("webhook_url", "https://example.com/hook")));

        refused.refused(400, "invalid_request");
        assertThat(refused.violatedFields()).containsExactly("webhook_url");
        assertThat(refused.json().get("error").textValue()).contains("has no webhook secret", "status_url");
    }

    @Test
    void too_few_credits_are_told_at_once() {
        Twin poor = new Twin(service, Account.fresh(Account.Kind.POOR));

        service.refusal(poor.account(), () -> poor.submit(Sent.request())).refused(406, "insufficient_credits");
    }

    @Test
    void a_picture_without_a_person_fails_later_and_costs_nothing() {
        String id = twin.submitted(
                Sent.request("pose_image", java.util.Base64.getEncoder().encodeToString(BadImages.plainPng(200, 200))));

        JsonNode result = twin.ended(id, "FAILED");

        assertThat(result.get("code").textValue()).isEqualTo("no_person");
        assertThat(result.get("error").textValue()).startsWith("pose_image: ");
        assertThat(result.get("output").isNull()).isTrue();
        assertThat(twin.result(id).status()).isEqualTo(422);
        Answer status = twin.status(id);
        assertThat(status.status()).isEqualTo(422);
        assertThat(status.json().get("error")).isEqualTo(result.get("error"));
        assertThat(status.json().get("metrics").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("inference_time", "queue_time", "total_time");
        Service.until("the credits are back", () -> service.credits(account).doubleValue() == 12.5);
    }

    @Test
    void a_request_that_has_ended_is_not_cancelled() {
        String id = twin.submitted(Sent.request());
        twin.ended(id, "COMPLETED");

        assertThat(twin.cancel(id).ok().json().get("cancelled").booleanValue()).isFalse();
        assertThat(twin.delete(id).ok().json().get("cancelled").booleanValue()).isFalse();
        twin.ended(id, "COMPLETED");
    }

    @Test
    void events_are_told_from_the_first_to_the_last() {
        String id = twin.submitted(Sent.request("samples", 2, "seed", 3));

        List<Answer.Event> events = twin.events(id).ok().events();

        assertThat(events)
                .extracting(Answer.Event::name)
                .filteredOn(name -> !name.equals("progress"))
                .containsExactly("accepted", "pose", "backend", "image", "image", "done");
        assertThat(events.get(0).data().get("request_id").textValue()).isEqualTo(id);
        Answer.Event done = events.get(events.size() - 1);
        assertThat(done.data().get("cost").intValue()).isEqualTo(2);
        assertThat(done.data().get("remaining_credits").decimalValue()).isEqualByComparingTo("10.5");
    }

    @Test
    void an_image_event_carries_the_picture() throws Exception {
        String id = twin.submitted(Sent.request());
        byte[] linked = twin.fetched(twin.ended(id, "COMPLETED").get("output").textValue())
                .body();

        Answer.Event image = twin.events(id).ok().events().stream()
                .filter(event -> event.name().equals("image"))
                .findFirst()
                .orElseThrow();

        assertThat(image.data().get("data").binaryValue()).isEqualTo(linked);
        assertThat(image.data().fieldNames()).toIterable().containsExactly("index", "seed", "content_type", "data");
    }

    @Test
    void events_go_on_after_the_one_that_was_seen_last() {
        String id = twin.submitted(Sent.request());
        twin.ended(id, "COMPLETED");
        List<Answer.Event> all = twin.events(id).ok().events();

        for (Answer.Event seen : all) {
            List<Answer.Event> rest =
                    twin.events(id, "Last-Event-ID", seen.id()).ok().events();

            assertThat(rest).isEqualTo(all.subList(all.indexOf(seen) + 1, all.size()));
        }
    }

    @Test
    void events_that_are_resumed_after_more_than_there_were_end_at_once() {
        String completed = twin.submitted(Sent.request());
        twin.ended(completed, "COMPLETED");
        assertThat(twin.events(completed, "Last-Event-ID", "999").ok().events()).isEmpty();
    }

    @Test
    void an_event_id_that_is_none_is_refused() {
        String id = twin.submitted(Sent.request());

        twin.events(id, "Last-Event-ID", "yesterday").refused(400, "invalid_request");
    }

    @Test
    void nobody_else_can_see_or_touch_a_request() {
        String id = twin.submitted(Sent.request());
        twin.ended(id, "COMPLETED");
        Twin other = new Twin(service, Account.fresh());

        for (Function<Twin, Answer> route : routes(id)) {
            route.apply(other).refused(404, "not_found");
        }
        twin.ended(id, "COMPLETED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-uuid", "00000000-0000-0000-0000-000000000000", "../../etc/passwd"})
    void what_is_not_there_is_not_found(String id) {
        String written = id.isEmpty() ? UUID.randomUUID().toString() : id;

        for (Function<Twin, Answer> route : routes(written)) {
            route.apply(twin).refused(404, "not_found");
        }
    }

    private static List<Function<Twin, Answer>> routes(String id) {
        return List.of(t -> t.status(id), t -> t.result(id), t -> t.cancel(id), t -> t.delete(id), t -> t.events(id));
    }

    @Test
    void without_a_key_nothing_is_served() {
        String id = twin.submitted(Sent.request());

        for (String path : List.of("", "/status", "/events")) {
            service.send(service.to(Twin.REQUESTS + id + path)).refused(401, "unauthorized");
        }
        service.send(service.to(Twin.REQUESTS + id).DELETE()).refused(401, "unauthorized");
        service.send(service.to(Twin.REQUESTS + id + "/cancel").POST(BodyPublishers.noBody()))
                .refused(401, "unauthorized");
        service.send(service.to(Twin.SUBMIT).POST(BodyPublishers.ofByteArray(Sent.json(Sent.request()))))
                .refused(401, "unauthorized");
    }

    @Test
    void a_link_that_was_changed_leads_nowhere() {
        String id = twin.submitted(Sent.request("samples", 2));
        String link = twin.ended(id, "COMPLETED").get("output").get(0).textValue();
        String otherId = twin.submitted(Sent.request());
        twin.ended(otherId, "COMPLETED");

        for (String changed : List.of(
                link.replace("/0.png", "/1.png"),
                link.replace(id, otherId),
                link.replaceAll("expires=\\d", "expires=9"),
                link.replaceAll("signature=.", "signature=."),
                link.replaceAll("&signature=.*", ""),
                link.replaceAll("\\?.*", "?"))) {
            assertThat(changed).isNotEqualTo(link);
            twin.fetched(changed).refused(404, "not_found");
        }
        twin.fetched(link).ok();
    }

    @Test
    void who_is_no_trusted_proxy_does_not_say_what_links_begin_with() {
        JsonNode accepted = twin.submit(
                        Sent.request(), "X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example")
                .ok()
                .json();

        assertThat(accepted.get("response_url").textValue()).startsWith(base.toString());
    }

    @Test
    void a_host_header_that_is_no_host_is_refused() throws Exception {
        byte[] body = Sent.json(Sent.request());
        try (RawConnection connection = new RawConnection(base)) {
            connection.write(String.format(
                    Locale.ROOT,
                    """
                    POST %s HTTP/1.1\r
                    Host: evil.example/path"><script>\r
                    x-api-key: %s\r
                    Content-Type: application/json\r
                    Content-Length: %d\r
                    \r
                    """,
                    Twin.SUBMIT,
                    account.key(),
                    body.length));
            connection.write(body);

            assertThat(connection.statusLine()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void the_status_tells_how_long_it_took() {
        String id = twin.submitted(Sent.request());
        twin.ended(id, "COMPLETED");

        assertThat(twin.status(id).ok().json().get("metrics").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("inference_time", "queue_time", "total_time");
    }
}
