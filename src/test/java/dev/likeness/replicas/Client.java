package dev.likeness.replicas;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.replicas.Call.Outcome;
import dev.likeness.replicas.Web.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Makes one request as its kind says, and looks after it, at whichever replica is up, until it has ended. */
final class Client {

    private static final String PATH = "consistent-character-with-pose";

    /** When a request counts as forgotten; not what is expected. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Fleet fleet;
    private final Web web;
    private final Bodies bodies;
    private final Random random;
    private final Call call;

    Client(Fleet fleet, Web web, Bodies bodies, Random random, Call call) {
        this.fleet = fleet;
        this.web = web;
        this.bodies = bodies;
        this.random = random;
        this.call = call;
    }

    void run() {
        switch (call.kind) {
            case NOW, NOW_WITH_KEY -> now();
            case NOW_AND_LEAVE -> nowAndLeave();
            default -> later();
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(fleet.url() + path)).header("x-api-key", call.account.key());
    }

    private HttpRequest.Builder submission(String version) {
        HttpRequest.Builder request = to("/" + version + "/" + PATH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(bodies.of(call)));
        return call.kind.hasKey() ? request.header("Idempotency-Key", "call-" + call.number) : request;
    }

    /** Whoever has a key sends it again until it is answered. */
    private Answer answered(String version) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Answer answer = web.send(submission(version));
        while (call.kind.hasKey() && (answer.isBroken() || answer.isLater()) && System.nanoTime() < end) {
            Pause.millis(100 + random.nextInt(400));
            answer = web.send(submission(version));
        }
        return answer;
    }

    private void now() {
        Answer answer = answered("v1");
        if (answer.isBroken()) {
            return;
        }
        call.accepted(answer.requestId());
        if (answer.isOk()) {
            call.ended(Outcome.COMPLETED, "");
            int pictures =
                    Math.max(answer.json().path("images").size(), answer.json().has("image") ? 1 : 0);
            if (pictures != call.samples) {
                call.wrong(String.format(Locale.ROOT, "%d pictures of %d", pictures, call.samples));
            }
        } else {
            refused(answer);
        }
    }

    /** The connection is closed under the request's feet. */
    private void nowAndLeave() {
        HttpRequest request = submission("v1").build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                web.client().sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        Pause.millis(random.nextInt(1500));
        answer.cancel(true);
    }

    private void refused(Answer answer) {
        String code = answer.json().path("code").asText();
        call.ended(Outcome.REFUSED, answer.status() + " " + code);
        boolean honest = answer.status() == 406 || answer.status() == 503;
        if (!honest) {
            call.wrong("answered " + answer.status() + " " + answer.json());
        }
    }

    private void later() {
        Answer answer = answered("v2");
        if (answer.isBroken()) {
            return;
        }
        call.accepted(answer.requestId());
        if (!answer.isOk()) {
            refused(answer);
            return;
        }
        String id = answer.json().path("request_id").asText();
        if (!call.kind.hasKey() && !id.equals(answer.requestId())) {
            call.wrong("two ids: " + answer.json());
        }
        call.accepted(id);
        call.saw("QUEUED");
        switch (call.kind) {
            case LATER_AND_CANCEL -> {
                Pause.millis(random.nextInt(2500));
                cancel();
            }
            case LATER_BY_EVENTS -> new Listener(fleet, web, call).listen();
            default -> {}
        }
        follow();
    }

    private void cancel() {
        Answer answer = web.send(
                to("/v2/requests/" + call.id().orElseThrow() + "/cancel").POST(BodyPublishers.noBody()));
        if (answer.isOk() && answer.json().path("cancelled").asBoolean()) {
            call.cancelled();
        }
    }

    private void follow() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Answer answer = web.send(to("/v2/requests/" + call.id().orElseThrow() + "/status"));
            if (answer.isOk() || answer.status() == 422) {
                JsonNode status = answer.json();
                call.saw(status.path("status").asText());
                if (Call.hasEnded(status.path("status").asText())) {
                    finished(answer.status(), status);
                    return;
                }
            } else if (!answer.isBroken() && !answer.isLater()) {
                call.wrong("its status was answered " + answer.status());
            }
            Pause.millis(100 + random.nextInt(200));
        }
        call.wrong("it has not ended");
    }

    private void finished(int status, JsonNode answer) {
        boolean completed = answer.path("status").asText().equals("COMPLETED");
        call.ended(
                completed ? Outcome.COMPLETED : Outcome.FAILED,
                answer.path("code").asText());
        if (completed != (status == 200)) {
            call.wrong("answered " + status + " with " + answer);
        }
        if (call.wasCancelled() && !answer.path("code").asText().equals("cancelled")) {
            call.wrong("it was cancelled, and now it is " + answer);
        }
    }
}
