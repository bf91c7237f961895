package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which pictures are answered. */
@QuarkusTest
class AnswersTest extends ContractTest {

    @Test
    void by_default_one_picture_comes_as_base64_in_json() {
        Answer answer = service.json(account, Sent.request()).ok();

        assertThat(answer.mediaType()).isEqualTo("application/json");
        assertThat(answer.json().fieldNames()).toIterable().containsExactly("image", "seed", "content_type");
        assertThat(answer.json().get("seed").longValue()).isEqualTo(2778725438L);
        assertThat(answer.json().get("content_type").textValue()).isEqualTo("image/png");
        assertThat(Answer.sizeOf(answer.image())).isEqualTo("96x128");
    }

    @Test
    void a_billed_answer_says_what_it_cost_and_what_is_left() {
        Answer answer =
                service.json(account, Sent.request("samples", 2, "seed", 40)).ok();

        assertThat(answer.header("x-cost")).isEqualTo("2");
        assertThat(answer.header("x-remaining-credits")).isEqualTo("10.5");
        assertThat(answer.header("x-seed-value")).isEqualTo("40");
        assertThat(answer.header("x-backend")).isEqualTo("preview");
        assertThat(new BigDecimal(answer.header("x-generation-time"))).isPositive();
        assertThat(service.credits(account)).isEqualByComparingTo("10.5");
    }

    @Test
    void a_picture_is_one_call_of_the_backend_and_one_settlement() {
        double calls = service.backendCalls();
        double settled = service.metric("likeness_credits_settled_total", "");
        double completed = service.metric("likeness_requests_total", "outcome=\"completed\"");

        service.json(account, Sent.request("samples", 3)).ok();

        assertThat(service.backendCalls()).isEqualTo(calls + 1);
        assertThat(service.metric("likeness_credits_settled_total", "")).isEqualTo(settled + 3);
        assertThat(service.metric("likeness_requests_total", "outcome=\"completed\""))
                .isEqualTo(completed + 1);
    }

    @Test
    void several_pictures_come_as_a_list_that_takes_the_place_of_the_one() throws IOException {
        Answer answer =
                service.json(account, Sent.request("samples", 4, "seed", 7)).ok();

        assertThat(answer.json().fieldNames()).toIterable().containsExactly("images", "seed", "content_type");
        assertThat(answer.json().get("images")).hasSize(4);
        assertThat(answer.json().get("seed").longValue()).isEqualTo(7);
        for (int i = 0; i < 4; i++) {
            byte[] alone = service.json(account, Sent.request("seed", 7 + i)).image();
            assertThat(answer.json().get("images").get(i).binaryValue()).isEqualTo(alone);
        }
    }

    @ParameterizedTest
    @CsvSource({"png, image/png, png", "jpeg, image/jpeg, jpeg", "jpg, image/jpeg, jpeg", "webp, image/webp, webp"})
    void the_bytes_themselves_come_with_a_name(String format, String mediaType, String extension) {
        Answer answer = service.json(account, Sent.request("base_64", false, "output_format", format))
                .ok();

        assertThat(answer.header("content-type")).isEqualTo(mediaType);
        assertThat(answer.header("content-disposition"))
                .isEqualTo("inline; filename=\"" + answer.header("x-request-id") + "." + extension + "\"");
        assertThat(answer.header("content-length")).isEqualTo(Integer.toString(answer.body().length));
        assertThat(answer.header("x-cost")).isEqualTo("1");
        assertThat(answer.header("x-remaining-credits")).isEqualTo("11.5");
        assertThat(new BigDecimal(answer.header("x-generation-time"))).isPositive();
        assertThat(Answer.sizeOf(answer.body())).isEqualTo("96x128");
    }

    @Test
    void the_bytes_are_those_of_the_base64() {
        byte[] bare = service.json(account, Sent.request("base_64", false)).ok().body();

        assertThat(bare).isEqualTo(service.json(account, Sent.request()).image());
    }

    @Test
    void several_files_come_as_a_zip() throws IOException {
        Answer answer = service.json(account, Sent.request("base_64", false, "samples", 3, "output_format", "jpg"))
                .ok();

        assertThat(answer.header("content-type")).isEqualTo("application/zip");
        assertThat(answer.header("x-cost")).isEqualTo("3");
        assertThat(answer.header("x-generation-time")).isNotNull();
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                assertThat(Answer.sizeOf(zip.readAllBytes())).isEqualTo("96x128");
            }
        }
        assertThat(names).containsExactlyInAnyOrder("0.jpeg", "1.jpeg", "2.jpeg");
    }

    @Test
    void several_files_come_as_parts_when_asked_for() throws IOException {
        Answer answer = service.json(
                        account, Sent.request("base_64", false, "samples", 2, "seed", 5), "Accept", "multipart/mixed")
                .ok();

        assertThat(answer.mediaType()).isEqualTo("multipart/mixed");
        String boundary = "--" + answer.header("content-type").replaceAll(".*boundary=", "");
        String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
        assertThat(text).endsWith("\r\n" + boundary + "--\r\n");
        String[] parts = text.split("\r\n" + boundary + "(--)?\r\n");
        assertThat(parts).hasSize(3);
        for (int i = 1; i < parts.length; i++) {
            String[] halves = parts[i].split("\r\n\r\n", 2);
            assertThat(halves[0]).contains("Content-Type: image/png", "filename=\"");
            assertThat(Answer.sizeOf(halves[1].getBytes(StandardCharsets.ISO_8859_1)))
                    .isEqualTo("96x128");
        }
        assertThat(text).contains("x-seed-value: 5\r\n", "x-seed-value: 6\r\n");
    }

    @Test
    void one_picture_is_no_archive_whatever_is_asked_for() {
        Answer answer =
                service.json(account, Sent.request("base_64", false), "Accept", "multipart/mixed, application/zip");

        assertThat(answer.ok().mediaType()).isEqualTo("image/png");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json;q=1, text/event-stream;q=0.1 | true | 1 | application/json",
                "*/*, text/event-stream;q=0.9 | true | 1 | application/json",
                "application/json;q=0.1, text/event-stream | true | 1 | text/event-stream",
                "image/*, text/event-stream;q=0.5 | false | 1 | image/png",
                "application/json, text/event-stream;q=0.5 | false | 1 | text/event-stream",
                "application/zip, multipart/mixed;q=0.5 | false | 2 | application/zip",
                "application/zip;q=0.4, multipart/mixed;q=0.5 | false | 2 | multipart/mixed",
            })
    void of_the_forms_that_fit_the_preferred_one_is_answered(
            String accept, boolean base64, int samples, String expected) {
        Answer answer = service.json(account, Sent.request("base_64", base64, "samples", samples), "Accept", accept);

        assertThat(answer.ok().mediaType()).isEqualTo(expected);
    }

    @Test
    void events_tell_what_happens_as_it_happens() throws IOException {
        Answer answer = service.json(account, Sent.request("samples", 2, "seed", 11), "Accept", "text/event-stream")
                .ok();

        assertThat(answer.mediaType()).isEqualTo("text/event-stream");
        assertThat(answer.header("x-cost")).isEqualTo("2");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        List<Answer.Event> events = answer.events();
        List<String> names = events.stream().map(Answer.Event::name).toList();
        assertThat(names.get(0)).isEqualTo("accepted");
        assertThat(names.get(1)).isEqualTo("pose");
        assertThat(names.get(names.size() - 1)).isEqualTo("done");
        assertThat(names.get(2)).isEqualTo("backend");
        assertThat(names.subList(3, names.size() - 1)).isSubsetOf("progress", "preview", "image");
        assertThat(names)
                .containsOnlyOnce("accepted", "pose", "backend", "done")
                .doesNotContain("error");

        JsonNode accepted = events.get(0).data();
        assertThat(accepted.get("request_id").textValue()).isEqualTo(answer.header("x-request-id"));
        assertThat(accepted.get("cost").decimalValue()).isEqualByComparingTo("2");
        JsonNode pose = events.get(1).data();
        assertThat(pose.get("people").intValue()).isEqualTo(1);
        assertThat(pose.get("source").textValue()).isEqualTo("skeleton_image");
        assertThat(events.get(2).data().get("name").textValue()).isEqualTo("preview");
        JsonNode done = events.get(events.size() - 1).data();
        assertThat(done.get("cost").decimalValue()).isEqualByComparingTo("2");
        assertThat(done.get("remaining_credits").decimalValue()).isEqualByComparingTo("10.5");
        assertThat(done.get("generation_time").decimalValue()).isPositive();

        List<JsonNode> images = events.stream()
                .filter(event -> event.name().equals("image"))
                .map(Answer.Event::data)
                .sorted((a, b) -> a.get("index").intValue() - b.get("index").intValue())
                .toList();
        assertThat(images).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(images.get(i).get("index").intValue()).isEqualTo(i);
            assertThat(images.get(i).get("seed").intValue()).isEqualTo(11 + i);
            assertThat(images.get(i).get("content_type").textValue()).isEqualTo("image/png");
            assertThat(images.get(i).get("data").binaryValue())
                    .isEqualTo(
                            service.json(account, Sent.request("seed", 11 + i)).image());
        }
        for (Answer.Event event : events) {
            if (event.name().equals("progress")) {
                assertThat(event.data().get("value").intValue())
                        .isBetween(0, event.data().get("max").intValue());
                assertThat(event.data().get("sample").intValue()).isBetween(0, 1);
            }
        }
    }

    @Test
    void a_failure_before_the_first_event_has_its_status() {
        Answer answer = service.refusal(
                account, () -> service.json(account, Sent.request("samples", 9), "Accept", "text/event-stream"));

        answer.refused(400, "invalid_request");
    }

    @Test
    void a_failure_after_the_first_event_is_the_last_event() {
        String blank = java.util.Base64.getEncoder().encodeToString(BadImages.plainPng(128, 128));

        Answer answer = service.refusal(
                account, () -> service.json(account, Sent.request("pose_image", blank), "Accept", "text/event-stream"));

        List<Answer.Event> events = answer.ok().events();
        assertThat(events).extracting(Answer.Event::name).containsExactly("accepted", "error");
        JsonNode error = events.get(1).data();
        assertThat(error.get("status").intValue()).isEqualTo(400);
        assertThat(error.get("code").textValue()).isEqualTo("no_person");
        assertThat(error.get("error").textValue()).contains("pose_image");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "image/tiff", "application/xml;q=0.9", "nonsense", "*/*;q=0", ",;="})
    void an_accept_that_nothing_fits_is_ignored(String accept) {
        assertThat(service.json(account, Sent.request(), "Accept", accept).ok().mediaType())
                .isEqualTo("application/json");
        assertThat(service.send(service.to(Service.CREDITS, account).header("Accept", accept))
                        .status())
                .isEqualTo(200);
        service.send(service.to(Service.CREDITS).header("Accept", accept)).refused(401, "unauthorized");
        service.json(account, Sent.request("samples", 0), "Accept", accept).refused(400, "invalid_request");
        service.send(service.to("/v1/nothing").header("Accept", accept)).refused(404, "not_found");
    }

    /** {@link CorsTest} has what the switch allows. */
    @Test
    void without_the_switch_no_page_of_another_origin_is_allowed_anything() {
        Answer answer = service.send(service.to(Service.CREDITS, account).header("Origin", "https://app.example"))
                .ok();

        assertThat(answer.header("access-control-allow-origin")).isNull();
        assertThat(answer.header("access-control-expose-headers")).isNull();
    }

    @Test
    void a_client_that_would_rather_speak_http_2_gets_the_same() throws Exception {
        HttpClient modern =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

        for (int round = 0; round < 2; round++) {
            var response = modern.send(
                    service.posting(account, Sent.json(Sent.request()), "application/json")
                            .build(),
                    java.net.http.HttpResponse.BodyHandlers.ofByteArray());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .isEqualTo(service.json(account, Sent.request()).body());
        }
    }

    @Test
    void a_pose_is_read_for_free() {
        Answer answer = service.refusal(
                account,
                () -> service.send(
                        pose("application/json", Sent.json(poseField())).header("Accept", "*/*")));

        JsonNode pose = answer.ok().json();
        assertThat(answer.mediaType()).isEqualTo("application/json");
        assertThat(pose.get("width").intValue()).isEqualTo(256);
        assertThat(pose.get("height").intValue()).isEqualTo(384);
        assertThat(pose.get("source").textValue()).isEqualTo("skeleton_image");
        assertThat(pose.get("people")).hasSize(1);
        assertThat(pose.get("people").get(0).get("keypoints")).hasSize(18);
        JsonNode nose = pose.get("people").get(0).get("keypoints").get(0);
        assertThat(nose.get("name").textValue()).isEqualTo("nose");
        assertThat(nose.get("x").doubleValue()).isBetween(126.0, 130.0);
        assertThat(nose.get("y").doubleValue()).isBetween(60.0, 64.0);
    }

    @Test
    void a_pose_is_drawn_when_a_picture_is_asked_for_and_reads_back_as_the_same() {
        Answer drawn = service.send(pose("image/png", Sent.POSE).header("Accept", "image/png"))
                .ok();

        assertThat(drawn.mediaType()).isEqualTo("image/png");
        assertThat(Answer.sizeOf(drawn.body())).isEqualTo("256x384");
        Answer again = service.send(pose("image/png", drawn.body())).ok();
        assertThat(again.json().get("people")).hasSize(1);
    }

    @Test
    void a_pose_is_drawn_with_the_parts_that_are_asked_for() {
        byte[] all = drawn("").ok().body();

        assertThat(drawn("?draw=body").ok().body()).isEqualTo(all);
        assertThat(drawn("?draw=Hands,%20face").ok().body()).isNotEqualTo(all);
        assertThat(drawn("?draw=feet").refused(400, "invalid_request").violatedFields())
                .containsExactly("draw");
    }

    private Answer drawn(String query) {
        return service.send(service.to(Service.POSE + query, account)
                .header("Content-Type", "image/png")
                .header("Accept", "image/png")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(Sent.POSE)));
    }

    @Test
    void a_pose_pictures_mistakes_are_told_like_any_others() {
        service.send(pose("application/json", "{\"pose\":1}".getBytes())).refused(400, "invalid_request");
        service.send(pose("image/png", Arrays.copyOf(Sent.POSE, 1000))).refused(400, "invalid_image");
        service.send(pose("text/plain", Sent.POSE)).refused(415, "unsupported_media_type");
    }

    private java.net.http.HttpRequest.Builder pose(String contentType, byte[] body) {
        return service.to(Service.POSE, account)
                .header("Content-Type", contentType)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private static java.util.Map<String, Object> poseField() {
        return java.util.Map.of("pose_image", Sent.POSE_TEXT);
    }
}
