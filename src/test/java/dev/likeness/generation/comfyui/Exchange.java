package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One request and its answer, which a fault may swallow. */
final class Exchange {

    private static final ObjectMapper JSON = new ObjectMapper();

    final HttpServerRequest request;
    /** Without the {@code /api} before it. */
    final String path;

    final boolean underApi;
    /** The first parts of the path, which name what is asked for; the rest is an id. */
    final String route;

    final String id;
    Buffer body = Buffer.buffer();
    boolean answerIsLost;
    /** Whether the answer's objects have members that are no numbers of JSON's. */
    boolean notNumbers;

    Exchange(HttpServerRequest request) {
        this.request = request;
        String whole = request.path();
        underApi = whole.startsWith("/api/");
        path = underApi ? whole.substring(4) : whole;
        String[] parts = path.substring(1).split("/");
        boolean two = path.startsWith("/upload/");
        boolean cancel = parts[0].equals("jobs") && parts[parts.length - 1].equals("cancel");
        route = cancel ? "/jobs/cancel" : two ? "/upload/" + parts[1] : "/" + parts[0];
        id = parts.length > 1 && !two ? parts[1] : "";
    }

    Journal.Received received() {
        Map<String, String> query = new HashMap<>();
        request.params().forEach(query::put);
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
        return new Journal.Received(
                request.method().name(),
                request.path(),
                route,
                query,
                headers,
                json().orElse(MissingNode.getInstance()),
                body.length());
    }

    Optional<JsonNode> json() {
        if (body.length() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(body.getBytes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void json(int status, JsonNode answer) {
        if (open()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json; charset=utf-8")
                    .end(PythonJson.text(answer, notNumbers));
        }
    }

    void empty(int status) {
        if (open()) {
            request.response().setStatusCode(status).end();
        }
    }

    void text(int status, String text) {
        if (open()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(text);
        }
    }

    HttpServerResponse response() {
        return request.response();
    }

    /** Whether there is anybody to answer. */
    boolean open() {
        if (answerIsLost) {
            request.connection().close();
            return false;
        }
        return !request.response().ended() && !request.response().closed();
    }
}
