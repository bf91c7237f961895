package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds what is wrong with a workflow file before a job does; what it says names the file and the place in it. */
final class WorkflowCheck {

    private final WorkflowFile file;
    private final ObjectNode graph;

    private WorkflowCheck(WorkflowFile file) {
        this.file = file;
        this.graph = file.graph();
    }

    /** @param settings the names of the placeholders that the configuration fills */
    static void run(WorkflowFile file, Set<String> settings) {
        WorkflowCheck check = new WorkflowCheck(file);
        check.nodes();
        check.placeholders(settings);
        check.output();
        check.links(check.graph);
        check.identityBeforeAdapter();
        ObjectNode small = check.graph.deepCopy();
        Graph.dropUpscaling(small);
        check.links(small);
    }

    private void nodes() {
        if (graph.has("nodes") && graph.has("links")) {
            throw wrong("saved for the editor; export it in the API format");
        }
        if (graph.isEmpty()) {
            throw wrong("has no nodes");
        }
        Graph.nodes(graph).forEach(entry -> {
            if (Graph.classOf(entry.getValue()).isEmpty()
                    || !Graph.inputs(entry.getValue()).isObject()) {
                throw wrong("node " + entry.getKey() + " has no class_type or no inputs");
            }
            JsonNode when = Graph.meta(entry.getValue(), Graph.WHEN);
            if (!when.isMissingNode() && !when.asText().equals(Graph.UPSCALES)) {
                throw wrong(String.format(
                        Locale.ROOT,
                        "node %s: _meta.when is %s; the only such word is \"%s\"",
                        entry.getKey(),
                        when,
                        Graph.UPSCALES));
            }
        });
    }

    private void placeholders(Set<String> settings) {
        Set<String> present = Placeholders.in(graph);
        Set<String> missing = new TreeSet<>(JobValues.REQUIRED);
        missing.removeAll(present);
        if (present.stream().noneMatch(JobValues.FACES::contains)) {
            missing.add(JobValues.FACE);
        }
        if (!missing.isEmpty()) {
            throw wrong("lacks " + spelled(missing));
        }
        Set<String> unknown = new TreeSet<>(present);
        unknown.removeAll(JobValues.REQUIRED);
        unknown.remove(JobValues.FACE);
        unknown.removeAll(JobValues.OPTIONAL);
        unknown.removeAll(settings);
        if (file.skeleton()) {
            unknown.removeAll(JobValues.OF_SKELETON);
        } else if (unknown.stream().anyMatch(JobValues.OF_SKELETON::contains)) {
            unknown.retainAll(JobValues.OF_SKELETON);
            throw wrong("has " + spelled(unknown) + ", which only a .skeleton.json is given");
        }
        if (!unknown.isEmpty()) {
            throw wrong("has " + spelled(unknown) + ", which nothing fills");
        }
    }

    private static String spelled(Set<String> names) {
        return "${" + String.join("}, ${", names) + "}";
    }

    private void output() {
        List<String> outputs = outputs(graph);
        if (outputs.size() != 1) {
            throw wrong(String.format(
                    Locale.ROOT,
                    "has %d SaveImage nodes with ${%s} as their filename_prefix; it must be one",
                    outputs.size(),
                    JobValues.FILENAME_PREFIX));
        }
    }

    /** The ids of the nodes that save the result. */
    static List<String> outputs(ObjectNode graph) {
        return Graph.nodes(graph)
                .filter(entry -> Graph.classOf(entry.getValue()).equals("SaveImage"))
                .filter(entry -> Placeholders.in(Graph.inputs(entry.getValue()).path("filename_prefix"))
                        .contains(JobValues.FILENAME_PREFIX))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void links(ObjectNode nodes) {
        Graph.nodes(nodes)
                .forEach(entry -> Graph.fields(Graph.inputs(entry.getValue())).forEach(input -> {
                    JsonNode value = input.getValue();
                    boolean toNobody =
                            Graph.isLink(value) && !nodes.has(value.get(0).asText());
                    if (toNobody || value.isMissingNode()) {
                        throw wrong(String.format(
                                Locale.ROOT,
                                "node %s: %s is linked to a node that is not there%s",
                                entry.getKey(),
                                input.getKey(),
                                nodes == graph ? "" : " when nothing is upscaled"));
                    }
                }));
    }

    /** The other way round identities grow paler job after job, since InstantID's patches gather in the cached model. */
    private void identityBeforeAdapter() {
        Graph.nodes(graph)
                .filter(entry -> Graph.classOf(entry.getValue()).startsWith("ApplyInstantID"))
                .forEach(entry -> Graph.upstream(graph, entry.getKey(), "model").stream()
                        .filter(id -> Graph.classOf(graph.path(id)).startsWith("IPAdapter"))
                        .findFirst()
                        .ifPresent(id -> {
                            throw wrong(String.format(
                                    Locale.ROOT,
                                    "InstantID (node %s) comes after an IP-Adapter (node %s); turn them round",
                                    entry.getKey(),
                                    id));
                        }));
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(file.source() + " " + what);
    }
}
