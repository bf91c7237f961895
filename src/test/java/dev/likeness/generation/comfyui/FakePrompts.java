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

    private final FakeComfy comfy;

    FakePrompts(FakeComfy comfy) {
        this.comfy = comfy;
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
        if (comfy.era() == Era.OWN_PROMPT_IDS) {
            id = UUID.randomUUID().toString();
        }
        if (comfy.era().from(Era.JOBS) && !CANONICAL_UUID.matcher(id).matches()) {
            refuse(exchange, error("invalid_prompt_id", "prompt_id must be a canonical UUID", id), object());
            return;
        }
        JsonNode graph = body.get("prompt");
        comfy.journal().problems(new GraphReview(comfy.specs(), comfy.inventory()).problems(graph));
        Validation.Result checked = new Validation(comfy.specs(), comfy.inventory(), comfy.era(), graph).result();
        if (checked.error() != null) {
            refuse(exchange, checked.error(), checked.nodeErrors());
            return;
        }
        ObjectNode extra =
                body.path("extra_data").isObject() ? body.get("extra_data").deepCopy() : object();
        if (body.has("client_id")) {
            extra.set("client_id", body.get("client_id"));
        }
        Journal.Submitted prompt =
                new Journal.Submitted(id, extra.path("client_id").asText(""), graph, extra);
        comfy.journal().submitted(prompt);
        double number = number(body);
        comfy.enqueue(new FakeQueue.Item(number, id, graph, extra, checked.outputs(), comfy.scriptFor(prompt)));
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
        long number = comfy.nextNumber();
        return body.path("front").asBoolean() ? -number : number;
    }

    void history(Exchange exchange) {
        ObjectNode answer = object();
        if (exchange.id.isEmpty()) {
            comfy.queue().history().forEach(answer::set);
        } else {
            Optional.ofNullable(comfy.queue().history().get(exchange.id))
                    .ifPresent(entry -> answer.set(exchange.id, entry));
        }
        exchange.json(200, answer);
        comfy.historyRead(exchange.id);
    }

    void forget(Exchange exchange) {
        JsonNode body = exchange.json().orElse(object());
        body.path("delete").forEach(id -> comfy.queue().history().remove(id.asText()));
        if (body.path("clear").asBoolean()) {
            comfy.queue().history().clear();
        }
        exchange.empty(200);
    }

    /** Takes out what waits; says 200 whether or not there was anything. */
    void delete(Exchange exchange) {
        JsonNode body = exchange.json().orElse(object());
        if (body.path("clear").asBoolean()) {
            comfy.queue().pending().forEach(item -> comfy.delete(item.promptId()));
        }
        body.path("delete").forEach(id -> comfy.delete(id.asText()));
        exchange.empty(200);
    }

    void interrupt(Exchange exchange) {
        String id = exchange.json().orElse(object()).path("prompt_id").asText("");
        boolean targeted = !id.isEmpty() && comfy.era().from(Era.TARGETED_INTERRUPT);
        if (!targeted || comfy.queue().isRunning(id)) {
            comfy.interrupt();
        }
        exchange.empty(200);
    }

    void job(Exchange exchange) {
        comfy.queue()
                .job(exchange.id)
                .ifPresentOrElse(
                        job -> exchange.json(200, job),
                        () -> exchange.json(404, object().put("error", "Job not found")));
        comfy.historyRead(exchange.id);
    }

    /** One job by its id in the path, or several by {@code job_ids}; at once, and only those. */
    void cancel(Exchange exchange) {
        if (!exchange.id.equals("cancel")) {
            exchange.json(200, object().put("cancelled", cancel(exchange.id)));
            return;
        }
        JsonNode ids = exchange.json().orElse(object()).path("job_ids");
        for (JsonNode id : ids) {
            if (comfy.queue().job(id.asText()).isEmpty()) {
                exchange.json(404, object().put("error", "Job not found"));
                return;
            }
        }
        ids.forEach(id -> cancel(id.asText()));
        exchange.json(200, object().put("cancelled", true));
    }

    private boolean cancel(String id) {
        if (comfy.queue().isRunning(id)) {
            comfy.interrupt();
            return true;
        }
        return comfy.delete(id);
    }

    private void refuse(Exchange exchange, ObjectNode error, ObjectNode nodeErrors) {
        comfy.journal().refused(error.path("type").asText());
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
