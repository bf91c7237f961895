package dev.likeness.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.generation.comfyui.FakeComfy;
import dev.likeness.generation.comfyui.Fault;
import dev.likeness.generation.comfyui.Gate;
import dev.likeness.generation.comfyui.JobScript;
import dev.likeness.generation.comfyui.Moment;
import dev.likeness.store.TestRedis;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A Redis that stands still, restarts or is full, as callers of the packaged service see it: they are told to come again or
 * wait, nobody is charged wrongly, and all goes on when it is back.
 */
class StoreOutageIT {

    private static final BigDecimal OPENING = new BigDecimal("1000000000");
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestRedis redis;
    private FakeComfy comfy;
    private PackagedService service;

    @BeforeEach
    void begin() {
        redis = TestRedis.start("--appendonly", "yes", "--appendfsync", "always");
        comfy = FakeComfy.start();
    }

    @AfterEach
    void end() {
        if (service != null) {
            service.close();
        }
        if (comfy != null) {
            comfy.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    /** Impatient with those who can come again, patient with what is made already. */
    private void start(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "likeness.store", "redis",
                "quarkus.redis.hosts", redis.url(),
                "likeness.redis.timeout", "500ms",
                "likeness.redis.patience", "1s",
                "likeness.redis.settle-patience", "60s",
                "likeness.redis.retry-after", "3s",
                "likeness.requests.link-secret", "0123456789abcdef0123456789abcdef",
                "likeness.requests.take-over-after", "10s"));
        properties.putAll(Map.of(
                "likeness.backend", "comfyui",
                "likeness.comfyui.urls", comfy.url(),
                "likeness.comfyui.read-pose", "false"));
        properties.putAll(more);
        service = PackagedService.start(PackageForm.built(), properties).awaitReady();
    }

    @Test
    void while_redis_stands_still_every_route_says_when_to_come_again_and_nothing_is_charged() {
        start(Map.of());
        String before = submitted();
        awaitEnd(before, "COMPLETED");
        redis.freeze();

        isToldToComeAgain(now());
        isToldToComeAgain(later());
        isToldToComeAgain(service.send(service.to("/v1/get-user-credits")));
        isToldToComeAgain(service.send(service.to("/v2/requests/" + before + "/status")));
        isToldToComeAgain(service.send(service.to("/v2/requests/" + before)));
        isToldToComeAgain(service.send(service.to("/v2/requests/" + before + "/events")));
        isToldToComeAgain(cancel(before));

        redis.thaw();
        awaitCredits("1");
        assertThat(comfy.journal().prompts()).as("jobs at the backend").hasSize(1);
        assertThat(now().statusCode()).as("it recovers by itself").isEqualTo(200);
        awaitEnd(submitted(), "COMPLETED");
        awaitCredits("3");
        nothingIsLeftOpen();
        assertThat(service.log())
                .as("a connection that owes a reply was not given back to the pool")
                .doesNotContain("recycle", "500 internal");
    }

    /** With the patience that the service has when nobody configures any. */
    @Test
    void what_is_worked_on_while_redis_stands_still_for_ten_seconds_is_delivered_and_paid_once() throws Exception {
        Gate gate = new Gate();
        comfy.everyJob(JobScript.normal().holdAt(Moment.EXECUTED, gate));
        start(Map.of(
                "likeness.comfyui.jobs-per-server", "2",
                "likeness.redis.timeout", "2s",
                "likeness.redis.patience", "5s",
                "likeness.redis.settle-patience", "30s",
                "likeness.requests.take-over-after", "30s"));
        CompletableFuture<HttpResponse<byte[]>> answer =
                service.http().sendAsync(request("v1").build(), BodyHandlers.ofByteArray());
        String queued = submitted();
        awaitStatus(queued, "PROCESSING");
        gate.awaitReached();
        redis.freeze();
        long back = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        gate.open();
        isToldToComeAgain(now());
        TimeUnit.NANOSECONDS.sleep(back - System.nanoTime());

        redis.thaw();

        assertThat(answer.join().statusCode()).isEqualTo(200);
        awaitEnd(queued, "COMPLETED");
        awaitCredits("2");
        nothingIsLeftOpen();
    }

    @Test
    void what_is_about_to_be_given_to_a_server_while_redis_stands_still_is_made_as_if_nothing_had_been()
            throws Exception {
        Gate gate = new Gate();
        comfy.faults().next("/upload/image", Fault.heldUntil(gate));
        start(Map.of("likeness.requests.take-over-after", "60s"));
        String queued = submitted();
        gate.awaitReached();
        redis.freeze();
        gate.open();
        isToldToComeAgain(now());
        isToldToComeAgain(now());

        redis.thaw();

        awaitEnd(queued, "COMPLETED");
        awaitCredits("1");
        assertThat(comfy.journal().prompts()).as("jobs at the backend").hasSize(1);
        nothingIsLeftOpen();
    }

    @Test
    void a_redis_that_restarts_has_lost_nothing() throws Exception {
        Gate gate = new Gate();
        comfy.everyJob(JobScript.normal().holdAt(Moment.EXECUTED, gate));
        start(Map.of("likeness.requests.workers", "1", "likeness.requests.take-over-after", "60s"));
        String running = submitted();
        String waiting = submitted();
        gate.awaitReached();
        redis.kill();
        gate.open();
        isToldToComeAgain(later());

        redis.begin();

        awaitEnd(running, "COMPLETED");
        awaitEnd(waiting, "COMPLETED");
        awaitCredits("2");
        nothingIsLeftOpen();
    }

    @Test
    void a_redis_that_is_full_queues_nothing_new_and_keeps_money_moving() {
        start(Map.of());
        redis.call("CONFIG", "SET", "maxmemory", "1");

        isToldToComeAgain(later());
        assertThat(now().statusCode())
                .as("what needs no room for pictures is made and paid")
                .isEqualTo(200);
        awaitCredits("1");

        redis.call("CONFIG", "SET", "maxmemory", "0");
        String finished = submitted();
        awaitEnd(finished, "COMPLETED");
        redis.call("CONFIG", "SET", "maxmemory", "1");
        assertThat(service.send(service.to("/v2/requests/" + finished)).statusCode())
                .as("what is there can be read")
                .isEqualTo(200);
        String inItsPlace = submitted();

        redis.call("CONFIG", "SET", "maxmemory", "0");
        assertThat(now().statusCode()).isEqualTo(200);
        awaitEnd(inItsPlace, "COMPLETED");
        awaitCredits("4");
        nothingIsLeftOpen();
    }

    @Test
    void pictures_that_find_no_room_in_redis_are_paid_once_when_there_is_some_again() throws Exception {
        Gate gate = new Gate();
        comfy.nextJob(JobScript.normal().holdAt(Moment.EXECUTED, gate));
        start(Map.of("likeness.requests.take-over-after", "2s"));
        String running = submitted();
        gate.awaitReached();
        redis.call("CONFIG", "SET", "maxmemory", "1");
        gate.open();
        comfy.awaitIdle();
        assertThat(status(running)).isEqualTo("PROCESSING");

        redis.call("CONFIG", "SET", "maxmemory", "0");

        awaitEnd(running, "COMPLETED");
        awaitCredits("1");
        nothingIsLeftOpen();
    }

    private HttpRequest.Builder request(String version) {
        return service.posting(
                "/" + version + "/consistent-character-with-pose",
                "application/json",
                Pictures.json("\"use_input_img_dimension\":false,\"custom_width\":64,\"custom_height\":64"));
    }

    private HttpResponse<byte[]> now() {
        return service.send(request("v1"));
    }

    private HttpResponse<byte[]> later() {
        return service.send(request("v2"));
    }

    private HttpResponse<byte[]> cancel(String id) {
        return service.send(service.to("/v2/requests/" + id + "/cancel").POST(BodyPublishers.noBody()));
    }

    private String submitted() {
        HttpResponse<byte[]> answer = later();
        assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
        return json(answer).get("request_id").textValue();
    }

    private static void isToldToComeAgain(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(503);
        assertThat(json(answer).get("code").textValue()).isEqualTo("store_unavailable");
        assertThat(answer.headers().firstValue("retry-after")).contains("3");
    }

    private String status(String id) {
        return json(service.send(service.to("/v2/requests/" + id + "/status")))
                .path("status")
                .asText();
    }

    private void awaitStatus(String id, String status) {
        FakeComfy.await(id + " to be " + status, () -> status(id).equals(status));
    }

    private void awaitEnd(String id, String status) {
        FakeComfy.await(id + " to end", () -> Set.of("COMPLETED", "FAILED").contains(status(id)));
        assertThat(status(id)).isEqualTo(status);
    }

    private BigDecimal credits() {
        HttpResponse<byte[]> answer = service.send(service.to("/v1/get-user-credits"));
        return answer.statusCode() == 200 ? json(answer).get("credits").decimalValue() : BigDecimal.ZERO;
    }

    /** What was not delivered may come back a moment later. */
    private void awaitCredits(String spent) {
        BigDecimal wanted = OPENING.subtract(new BigDecimal(spent));
        FakeComfy.await("credits to be " + wanted, () -> credits().compareTo(wanted) == 0);
    }

    private void nothingIsLeftOpen() {
        FakeComfy.await("the queue to be let go of", () -> redis.call("XLEN", "likeness:requests:queue")
                .equals(":0\r\n"));
        assertThat(redis.call("HLEN", "likeness:{packaged}:open")).isEqualTo(":0\r\n");
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
