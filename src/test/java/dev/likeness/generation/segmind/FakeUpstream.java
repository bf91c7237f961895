package dev.likeness.generation.segmind;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Answers like the hosted API, or like another Likeness, and does to each request what a test says. It keeps books: every job
 * that it makes is one that it would bill.
 */
final class FakeUpstream implements AutoCloseable {

    static final String KEY = "SG_0123456789abcdef";

    /** What is done to a request, after it was worked on or instead. */
    enum Fault {
        NONE,
        /** The connection ends before anything is done. */
        CUT_BEFORE,
        /** It is done, and the connection ends without an answer. */
        CUT_AFTER,
        /** It is done, and half of the answer is sent. */
        CUT_AMID,
        /** It is done, and nothing is said for as long as the connection lasts. */
        HANG,
        /** It is done, and the answer is no JSON and no picture. */
        GARBAGE,
        /** It is done, and the answer comes a byte at a time at first. */
        SLOW,
        /** It is done, and a gateway says that it was not. */
        GATEWAY
    }

    /** A refusal in the upstream's words. */
    record Refusal(int status, String body, Map<String, String> headers) {

        static Refusal of(int status, String error) {
            return new Refusal(status, new JsonObject().put("error", error).encode(), Map.of());
        }
    }

    /** A job that was made, and so is paid. */
    static final class Job {

        final String id = UUID.randomUUID().toString();
        final String idempotencyKey;
        final JsonObject asked;
        volatile int looks;
        volatile boolean cancelled;
        volatile boolean delivered;

        Job(String idempotencyKey, JsonObject asked) {
            this.idempotencyKey = idempotencyKey;
            this.asked = asked;
        }

        int samples() {
            return asked.getInteger("samples");
        }
    }

    final List<Job> jobs = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** The headers of all requests. */
    final List<MultiMap> headers = new CopyOnWriteArrayList<>();

    final List<String> keysOfOutputs = new CopyOnWriteArrayList<>();
    private final Map<String, Job> byKey = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final HttpServer server;

    /** How often a job is asked after before it has completed. */
    volatile int looksUntilDone = 2;

    /** Whether it knows cancellation and idempotency keys. */
    volatile boolean likeness;

    volatile boolean keyIsGood = true;
    volatile double credits = 100;
    volatile Refusal submitRefused;
    volatile Refusal creditsRefused;
    volatile JsonObject failed;
    volatile Function<String, Fault> faults = route -> Fault.NONE;
    volatile Function<JsonObject, byte[]> paints =
            asked -> Paintings.png(asked.getInteger("custom_width"), asked.getInteger("custom_height"));
    volatile Function<String, Object> outputs = url -> url;
    volatile Integer outputsOf;
    volatile String outputBase;

    FakeUpstream(Vertx vertx, int port) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(request -> request.body().onSuccess(body -> route(request, body)));
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    static FakeUpstream start(Vertx vertx) {
        return new FakeUpstream(vertx, 0);
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.actualPort();
    }

    /** Jobs that could be paid for the same pictures of the same request. */
    long jobsOf(String idempotencyKey) {
        return jobs.stream()
                .filter(job -> job.idempotencyKey.equals(idempotencyKey))
                .count();
    }

    long asked(String route) {
        return requests.stream().filter(route::equals).count();
    }

    private void route(HttpServerRequest request, Buffer body) {
        String path = request.path();
        String name = request.method() + " "
                + path.replaceFirst("/v2/requests/[^/]+", "/v2/requests/{id}")
                        .replaceFirst("/outputs/.*", "/outputs/{file}");
        requests.add(name);
        headers.add(request.headers());
        Fault fault = faults.apply(name);
        if (fault == Fault.CUT_BEFORE) {
            request.connection().close();
            return;
        }
        if (path.startsWith("/outputs/")) {
            keysOfOutputs.add(String.valueOf(request.getHeader("x-api-key")));
            picture(request, path, fault);
            return;
        }
        if (!keyIsGood || !KEY.equals(request.getHeader("x-api-key"))) {
            answer(
                    request,
                    fault,
                    401,
                    "{\"error\":\"Unauthorized. API key is invalid or may have expired.\"}",
                    Map.of());
            return;
        }
        switch (name) {
            case "GET /v1/get-user-credits" -> {
                Refusal refusal = creditsRefused;
                if (refusal != null) {
                    answer(request, fault, refusal.status(), refusal.body(), refusal.headers());
                } else {
                    answer(
                            request,
                            fault,
                            200,
                            new JsonObject().put("credits", credits).encode(),
                            Map.of());
                }
            }
            case "POST /v2/consistent-character-with-pose" -> submit(request, body, fault);
            case "POST /v1/consistent-character-with-pose" -> direct(request, body, fault);
            case "GET /v2/requests/{id}/status" -> status(request, fault);
            case "GET /v2/requests/{id}" -> result(request, fault);
            case "POST /v2/requests/{id}/cancel" -> cancel(request, fault);
            default -> answer(request, fault, 404, "{\"error\":\"not found\"}", Map.of());
        }
    }

    private Job made(HttpServerRequest request, Buffer body) {
        String key = request.getHeader("Idempotency-Key");
        Job job = new Job(key, body.toJsonObject());
        if (!likeness) {
            jobs.add(job);
            return job;
        }
        Job known = byKey.putIfAbsent(key, job);
        if (known == null) {
            jobs.add(job);
            return job;
        }
        return known;
    }

    private void submit(HttpServerRequest request, Buffer body, Fault fault) {
        Refusal refusal = submitRefused;
        if (refusal != null) {
            answer(request, fault, refusal.status(), refusal.body(), refusal.headers());
            return;
        }
        Job job = made(request, body);
        String base = url() + "/v2/requests/" + job.id;
        JsonObject said = new JsonObject()
                .put("request_id", job.id)
                .put("status", "QUEUED")
                .put("poll_url", base)
                .put("status_url", base + "/status")
                .put("response_url", base);
        if (likeness) {
            said.put("cancel_url", base + "/cancel");
        }
        answer(request, fault, 200, said.encode(), Map.of());
    }

    private void status(HttpServerRequest request, Fault fault) {
        Job job = find(request, fault);
        if (job == null) {
            return;
        }
        JsonObject said = new JsonObject().put("request_id", job.id).put("metrics", new JsonObject());
        if (job.cancelled) {
            answer(
                    request,
                    fault,
                    422,
                    said.put("status", "FAILED").put("error", "cancelled").encode(),
                    Map.of());
        } else if (job.looks++ < looksUntilDone) {
            said.put("status", job.looks == 1 ? "QUEUED" : "PROCESSING");
            if (likeness && job.looks > 1) {
                said.put("progress", 0.25);
            }
            answer(request, fault, 200, said.encode(), Map.of());
        } else if (failed != null) {
            answer(
                    request,
                    fault,
                    422,
                    said.mergeIn(failed).put("status", "FAILED").encode(),
                    Map.of());
        } else {
            answer(request, fault, 200, said.put("status", "COMPLETED").encode(), Map.of());
        }
    }

    private void result(HttpServerRequest request, Fault fault) {
        Job job = find(request, fault);
        if (job == null) {
            return;
        }
        JsonArray urls = new JsonArray();
        int count = outputsOf == null ? job.samples() : outputsOf;
        for (int i = 0; i < count; i++) {
            urls.add(
                    outputs.apply((outputBase == null ? url() : outputBase) + "/outputs/" + job.id + "/" + i + ".png"));
        }
        credits -= job.samples();
        job.delivered = true;
        answer(
                request,
                fault,
                200,
                new JsonObject()
                        .put("status", "COMPLETED")
                        .put("output", count == 1 ? urls.getValue(0) : urls)
                        .put("metrics", new JsonObject().put("remaining_credits", credits))
                        .encode(),
                Map.of());
    }

    private void cancel(HttpServerRequest request, Fault fault) {
        Job job = find(request, fault);
        if (job != null && likeness) {
            job.cancelled = true;
            answer(request, fault, 200, "{\"cancelled\":true}", Map.of());
        } else if (job != null) {
            answer(request, fault, 404, "{\"error\":\"not found\"}", Map.of());
        }
    }

    private Job find(HttpServerRequest request, Fault fault) {
        String id = request.path().split("/")[3];
        Job found = jobs.stream().filter(job -> job.id.equals(id)).findFirst().orElse(null);
        if (found == null) {
            answer(request, fault, 404, "{\"error\":\"Request " + id + " not found\"}", Map.of());
        }
        return found;
    }

    private void direct(HttpServerRequest request, Buffer body, Fault fault) {
        Refusal refusal = submitRefused;
        if (refusal != null) {
            answer(request, fault, refusal.status(), refusal.body(), refusal.headers());
            return;
        }
        Job job = made(request, body);
        request.connection().closeHandler(x -> job.cancelled = !job.delivered);
        vertx.setTimer(10L * looksUntilDone + 1, x -> deliver(request, job, fault));
    }

    private void deliver(HttpServerRequest request, Job job, Fault fault) {
        if (request.response().closed()) {
            return;
        }
        credits -= job.samples();
        job.delivered = fault == Fault.NONE || fault == Fault.SLOW;
        Map<String, String> headers = Map.of("x-remaining-credits", Double.toString(credits));
        byte[] picture = paints.apply(job.asked);
        if (!job.asked.getBoolean("base_64")) {
            send(request, fault, 200, "image/png", Buffer.buffer(picture), headers);
            return;
        }
        String text = Base64.getEncoder().encodeToString(picture);
        JsonObject said = new JsonObject();
        if (job.samples() == 1) {
            said.put("image", text);
        } else {
            JsonArray images = new JsonArray();
            for (int i = 0; i < job.samples(); i++) {
                images.add(text);
            }
            said.put("images", images);
        }
        answer(request, fault, 200, said.encode(), headers);
    }

    private void picture(HttpServerRequest request, String path, Fault fault) {
        Job job = jobs.stream()
                .filter(one -> one.id.equals(path.split("/")[2]))
                .findFirst()
                .orElseThrow();
        send(request, fault, 200, "image/png", Buffer.buffer(paints.apply(job.asked)), Map.of());
    }

    private void answer(HttpServerRequest request, Fault fault, int status, String json, Map<String, String> headers) {
        send(request, fault, status, "application/json", Buffer.buffer(json), headers);
    }

    private void send(
            HttpServerRequest request, Fault fault, int status, String type, Buffer body, Map<String, String> headers) {
        var response = request.response().setStatusCode(status).putHeader("Content-Type", type);
        headers.forEach(response::putHeader);
        switch (fault) {
            case CUT_AFTER -> request.connection().close();
            case CUT_AMID -> {
                response.putHeader("Content-Length", Integer.toString(body.length()));
                response.write(body.slice(0, body.length() / 2))
                        .onComplete(x -> request.connection().close());
            }
            case HANG -> {}
            case GARBAGE -> response.putHeader("Content-Type", "text/html").end("<html>{\"status\":");
            case GATEWAY ->
                response.setStatusCode(502)
                        .putHeader("Content-Type", "text/html")
                        .end("<html>Bad gateway");
            case SLOW -> {
                response.putHeader("Content-Length", Integer.toString(body.length()));
                slowly(request, body, 0);
            }
            default -> response.end(body);
        }
    }

    private void slowly(HttpServerRequest request, Buffer body, int at) {
        if (at == 5 || at == body.length()) {
            request.response().end(body.slice(at, body.length()));
            return;
        }
        request.response().write(body.slice(at, at + 1));
        vertx.setTimer(20, x -> slowly(request, body, at + 1));
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
