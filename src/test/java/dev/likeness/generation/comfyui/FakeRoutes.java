package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;
import java.util.UUID;

/** The HTTP routes. Each exists under {@code /api} too, as at the real server. */
final class FakeRoutes {

    private final FakeProcess process;
    private final FakePrompts prompts;
    private final FakePictures pictures;

    FakeRoutes(FakeProcess process) {
        this.process = process;
        this.prompts = new FakePrompts(process);
        this.pictures = new FakePictures(process);
    }

    void handle(HttpServerRequest request) {
        Exchange exchange = new Exchange(request);
        exchange.notNumbers = process.notNumbers;
        if (request.headers().contains("Upgrade", "websocket", true) || exchange.route.equals("/upload/image")) {
            faced(exchange);
            return;
        }
        request.body().onSuccess(body -> {
            exchange.body = body;
            faced(exchange);
        });
    }

    /** After the faults that a test has laid for this route. */
    private void faced(Exchange exchange) {
        process.journal().received(exchange.received());
        HttpServerRequest request = exchange.request;
        if (!process.authorization.isEmpty() && !process.authorization.equals(request.getHeader("Authorization"))) {
            exchange.empty(401);
            return;
        }
        Optional<Fault> fault = process.faults().take(exchange.route);
        if (fault.isEmpty()) {
            route(exchange);
            return;
        }
        switch (fault.get().kind()) {
            case STATUS -> exchange.text(fault.get().status(), fault.get().body());
            case HANG -> {
                // The request is read and then forgotten.
            }
            case CUT -> ((ConnectionBase) request.connection()).channel().close();
            case LOSE_ANSWER -> {
                exchange.answerIsLost = true;
                route(exchange);
            }
            case DELAY -> {
                request.pause();
                process.vertx().setTimer(fault.get().delayMillis(), timer -> goOn(exchange));
            }
            case HELD -> {
                request.pause();
                fault.get().gate().pass(() -> process.loop().runOnContext(tick -> goOn(exchange)));
            }
        }
    }

    private void goOn(Exchange exchange) {
        exchange.request.resume();
        route(exchange);
    }

    private void route(Exchange exchange) {
        if (exchange.body.length() > process.maxBody) {
            exchange.text(413, "Maximum request body size " + process.maxBody + " exceeded");
            return;
        }
        boolean post = exchange.request.method() == HttpMethod.POST;
        boolean jobs = exchange.underApi && process.era.from(Era.JOBS);
        String asked = (post ? "POST " : "GET ") + exchange.route;
        switch (asked) {
            case "GET /ws" -> socket(exchange);
            case "POST /prompt" -> prompts.submit(exchange);
            case "GET /prompt" -> exchange.json(200, process.status().get("status"));
            case "GET /history" -> prompts.history(exchange);
            case "GET /queue" -> exchange.json(200, process.queue().json());
            case "POST /queue" -> prompts.delete(exchange);
            case "POST /interrupt" -> prompts.interrupt(exchange);
            case "POST /history" -> prompts.forget(exchange);
            case "POST /upload/image" -> pictures.upload(exchange);
            case "GET /view" -> pictures.view(exchange);
            case "GET /object_info" -> objectInfo(exchange);
            case "GET /models" -> models(exchange);
            case "GET /system_stats" -> exchange.json(200, systemStats());
            case "GET /features" -> exchange.json(200, FakeSockets.features(process.era));
            case "POST /free" -> exchange.empty(200);
            case "GET /jobs" -> {
                if (jobs) {
                    prompts.job(exchange);
                } else {
                    exchange.text(404, "404: Not Found");
                }
            }
            case "POST /jobs/cancel" -> {
                if (jobs) {
                    prompts.cancel(exchange);
                } else {
                    exchange.text(405, "405: Method Not Allowed");
                }
            }
            // Unknown paths belong to the static files, which can be read and nothing else.
            default -> exchange.text(post ? 405 : 404, post ? "405: Method Not Allowed" : "404: Not Found");
        }
    }

    private void socket(Exchange exchange) {
        String asked = exchange.request.getParam("clientId");
        String id =
                asked == null || asked.isEmpty() ? UUID.randomUUID().toString().replace("-", "") : asked;
        ConnectionBase connection = (ConnectionBase) exchange.request.connection();
        exchange.request.toWebSocket().onSuccess(socket -> process.sockets()
                .open(
                        id,
                        socket,
                        connection,
                        process.era,
                        process.status(),
                        process.worker().nodeOf(id)));
    }

    private void objectInfo(Exchange exchange) {
        if (exchange.id.isEmpty()) {
            exchange.json(200, process.specs().allInfo(process.inventory()));
            return;
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (process.specs().knows(exchange.id) && !process.inventory().lacks(exchange.id)) {
            answer.set(exchange.id, process.specs().info(exchange.id, process.inventory()));
        }
        exchange.json(200, answer);
    }

    private void models(Exchange exchange) {
        if (!exchange.id.isEmpty() && !process.inventory().folders().contains(exchange.id)) {
            exchange.empty(404);
            return;
        }
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        (exchange.id.isEmpty()
                        ? process.inventory().folders()
                        : process.inventory().models(exchange.id))
                .forEach(names::add);
        exchange.json(200, names);
    }

    private JsonNode systemStats() {
        ObjectNode stats = JsonNodeFactory.instance.objectNode();
        ObjectNode system = stats.putObject("system");
        system.put("os", "posix").put("ram_total", 64L << 30).put("ram_free", 32L << 30);
        system.put("comfyui_version", process.era.from(Era.JOBS) ? "0.9.1" : "0.3.64");
        system.put("python_version", "3.12.3").put("pytorch_version", "2.8.0").put("embedded_python", false);
        ObjectNode device = stats.putArray("devices").addObject();
        device.put("name", "cuda:0 Fake").put("type", "cuda").put("index", 0);
        device.put("vram_total", 24L << 30).put("vram_free", 20L << 30);
        device.put("torch_vram_total", 4L << 30).put("torch_vram_free", 1L << 30);
        return stats;
    }
}
