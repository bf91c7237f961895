package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The routes that submit, watch and cancel prompts. */
final class FakePrompts {

    private static final Pattern CANONICAL_UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final FakeProcess process;

    FakePrompts(FakeProcess process) {
        this.process = process;
    }

    void submit(Exchange exchange) {
        Optional<JsonNode> asked = exchange.json();
        if (asked.isEmpty()) {
            exchange.text(500, "500 Internal Server Error\n\nServer got itself in trouble");
            return;
        }
        JsonNode body = asked.get();
        if (!body.path("prompt").isObject()) {
            refuse(exchange, error("no_prompt", "No prompt provided", "No prompt provided"), object());
            return;
        }
        String id = body.path("prompt_id").asText(UUID.randomUUID().toString());
        if (process.era == Era.OWN_PROMPT_IDS) {
            id = UUID.randomUUID().toString();
        }
        if (process.era.from(Era.JOBS) && !CANONICAL_UUID.matcher(id).matches()) {
            refuse(exchange, error("invalid_prompt_id", "prompt_id must be a canonical UUID", id), object());
            return;
        }
        JsonNode graph = body.get("prompt");
        process.journal().problems(new GraphReview(process.specs(), process.inventory()).problems(graph));
        Validation.Result checked = new Validation(process.specs(), process.inventory(), process.era, graph).result();
        if (checked.error() != null) {
            refuse(exchange, checked.error(), checked.nodeErrors());
            return;
        }
        ObjectNode extra =
                body.path("extra_data").isObject() ? body.get("extra_data").deepCopy() : object();
        if (body.has("client_id")) {
            extra.set("client_id", body.get("client_id"));
        }
        if (process.era.from(Era.JOBS)) {
            extra.put("create_time", System.currentTimeMillis());
        }
        Journal.Submitted prompt =
                new Journal.Submitted(id, extra.path("client_id").asText(""), graph, extra);
        process.journal().submitted(prompt);
        double number = number(body);
        process.enqueue(new FakeQueue.Item(number, id, graph, extra, checked.outputs(), process.scriptFor(prompt)));
        ObjectNode answer = object().put("prompt_id", id);
        if (number == Math.rint(number)) {
            answer.put("number", (long) number);
        } else {
            answer.put("number", number);
        }
        answer.set("node_errors", checked.nodeErrors());
        exchange.json(200, answer);
    }

    private double number(JsonNode body) {
        if (body.has("number")) {
            return body.get("number").asDouble();
        }
        long number = process.nextNumber();
        return body.path("front").asBoolean() ? -number : number;
    }

    void history(Exchange exchange) {
        ObjectNode answer = object();
        if (exchange.id.isEmpty()) {
            process.queue().history().forEach(answer::set);
        } else {
            Optional.ofNullable(process.queue().history().get(exchange.id))
                    .ifPresent(entry -> answer.set(exchange.id, entry));
        }
        exchange.json(200, answer);
        process.worker().historyRead(exchange.id);
    }

    void forget(Exchange exchange) {
        JsonNode body = exchange.json().orElse(object());
        body.path("delete").forEach(id -> process.queue().history().remove(id.asText()));
        if (body.path("clear").asBoolean()) {
            process.queue().history().clear();
        }
        exchange.empty(200);
    }

    /** Takes out what waits; says 200 whether or not there was anything. */
    void delete(Exchange exchange) {
        JsonNode body = exchange.json().orElse(object());
        if (body.path("clear").asBoolean()) {
            process.queue().pending().forEach(item -> process.delete(item.promptId()));
        }
        body.path("delete").forEach(id -> process.delete(id.asText()));
        exchange.empty(200);
    }

    void interrupt(Exchange exchange) {
        String id = exchange.json().orElse(object()).path("prompt_id").asText("");
        boolean targeted = !id.isEmpty() && process.era.from(Era.TARGETED_INTERRUPT);
        if (!targeted || process.queue().isRunning(id)) {
            process.worker().interrupt();
        }
        exchange.empty(200);
    }

    void job(Exchange exchange) {
        process.queue()
                .job(exchange.id)
                .ifPresentOrElse(
                        job -> exchange.json(200, job),
                        () -> exchange.json(404, object().put("error", "Job not found")));
        process.worker().historyRead(exchange.id);
    }

    /** One job by its id in the path, or several by {@code job_ids}; at once, and only those. */
    void cancel(Exchange exchange) {
        if (!exchange.id.equals("cancel")) {
            exchange.json(200, object().put("cancelled", process.cancel(exchange.id)));
            return;
        }
        JsonNode ids = exchange.json().orElse(object()).path("job_ids");
        for (JsonNode id : ids) {
            if (process.queue().job(id.asText()).isEmpty()) {
                exchange.json(404, object().put("error", "Job not found"));
                return;
            }
        }
        ids.forEach(id -> process.cancel(id.asText()));
        exchange.json(200, object().put("cancelled", true));
    }

    private void refuse(Exchange exchange, ObjectNode error, ObjectNode nodeErrors) {
        process.journal().refused(error.path("type").asText());
        ObjectNode answer = object();
        answer.set("error", error);
        answer.set("node_errors", nodeErrors);
        exchange.json(400, answer);
    }

    private static ObjectNode error(String type, String message, String details) {
        ObjectNode error = object().put("type", type).put("message", message).put("details", details);
        error.putObject("extra_info");
        return error;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
