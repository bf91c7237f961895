package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks a server whether it has every node class and every model file that the workflows need. */
final class Preflight {

    private final List<Workflow> workflows;

    Preflight(List<Workflow> workflows) {
        this.workflows = workflows;
    }

    /** What is missing, in words, by the key of the workflow; nothing for a workflow that can be run. */
    Uni<Map<String, List<String>>> of(ComfyServer server) {
        Set<String> classes = new TreeSet<>();
        workflows.forEach(workflow -> classes.addAll(workflow.nodeClasses()));
        // One after the other: a server may be at work, and nobody waits for this.
        return Multi.createFrom()
                .iterable(classes)
                .onItem()
                .transformToUniAndConcatenate(name -> server.nodeInfo(name).map(info -> Map.entry(name, info)))
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(this::missing);
    }

    private Map<String, List<String>> missing(Map<String, Optional<JsonNode>> known) {
        Map<String, List<String>> missing = new LinkedHashMap<>();
        workflows.forEach(workflow -> missing.put(key(workflow), missing(workflow, known)));
        return missing;
    }

    private static List<String> missing(Workflow workflow, Map<String, Optional<JsonNode>> known) {
        List<String> missing = new ArrayList<>();
        for (String name : new TreeSet<>(workflow.nodeClasses())) {
            if (known.get(name).isEmpty()) {
                missing.add("node " + name);
            }
        }
        for (ModelFile file : workflow.modelFiles()) {
            known.getOrDefault(file.nodeClass(), Optional.empty())
                    .filter(info -> !offers(info.path("input"), file))
                    .ifPresent(x -> missing.add(
                            String.format(Locale.ROOT, "%s of %s: %s", file.input(), file.nodeClass(), file.file())));
        }
        return missing;
    }

    /** Choices are {@code [["a", "b"], {...}]} or, of newer nodes, {@code ["COMBO", {"options": ["a", "b"]}]}. */
    private static boolean offers(JsonNode inputs, ModelFile file) {
        JsonNode input = inputs.path("required").path(file.input());
        if (input.isMissingNode()) {
            input = inputs.path("optional").path(file.input());
        }
        JsonNode choices =
                input.path(0).isArray() ? input.path(0) : input.path(1).path("options");
        if (!choices.isArray()) {
            // Not a list: the server does not say what it has.
            return true;
        }
        for (JsonNode choice : choices) {
            if (choice.asText().equals(file.file())) {
                return true;
            }
        }
        return false;
    }

    /** One profile has two variants, with different nodes. */
    static String key(Workflow workflow) {
        return workflow.name() + (workflow.readsPoseItself() ? " (photo)" : "");
    }
}
