package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** All that a {@link FakeComfy} was asked and all that became of it, across restarts. */
public final class Journal {

    /** One request; {@code body} is missing unless it was JSON. */
    public record Received(
            String method,
            String path,
            String route,
            Map<String, String> query,
            Map<String, String> headers,
            JsonNode body,
            int bytes) {}

    /** One accepted prompt. */
    public record Submitted(String promptId, String clientId, JsonNode graph, JsonNode extraData) {}

    /** A picture that was uploaded, under the name that it was given. */
    public record Uploaded(String name, String subfolder, String type, byte[] bytes) {}

    /** What ended a job. */
    public enum Outcome {
        SUCCESS,
        ERROR,
        INTERRUPTED,
        /** Taken out of the queue. */
        DELETED,
        /** The server went down with it. */
        LOST
    }

    private final Queue<Received> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Submitted> prompts = new ConcurrentLinkedQueue<>();
    private final Queue<Uploaded> uploads = new ConcurrentLinkedQueue<>();
    private final Queue<String> graphProblems = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Set<String> foreign = ConcurrentHashMap.newKeySet();

    void received(Received request) {
        requests.add(request);
    }

    void submitted(Submitted prompt) {
        prompts.add(prompt);
    }

    void uploaded(Uploaded picture) {
        uploads.add(picture);
    }

    void ended(String promptId, Outcome outcome) {
        outcomes.put(promptId, outcome);
    }

    void problems(Collection<String> found) {
        graphProblems.addAll(found);
    }

    void refused(String why) {
        refusals.add(why);
    }

    void foreign(String promptId) {
        foreign.add(promptId);
    }

    public List<Received> requests() {
        return List.copyOf(requests);
    }

    public List<Received> requests(String route) {
        return requests.stream()
                .filter(request -> request.route().equals(route))
                .toList();
    }

    /** The accepted ones, in order; those of {@link FakeComfy#foreignJob} are not among them. */
    public List<Submitted> prompts() {
        return List.copyOf(prompts);
    }

    public List<Uploaded> uploads() {
        return List.copyOf(uploads);
    }

    /** What a strict reading finds wrong with the submitted graphs, the refused ones included. */
    public List<String> graphProblems() {
        return List.copyOf(graphProblems);
    }

    /** The error types of refused prompts. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Of every job that has ended. */
    public Map<String, Outcome> outcomes() {
        return Map.copyOf(outcomes);
    }

    /** Accepted and not ended. */
    public Set<String> unfinished() {
        Set<String> open = new HashSet<>();
        prompts.forEach(prompt -> open.add(prompt.promptId()));
        open.removeAll(outcomes.keySet());
        return open;
    }

    /** Jobs that were interrupted or taken out of the queue. */
    public Set<String> cancelled() {
        return outcomes.entrySet().stream()
                .filter(job -> job.getValue() == Outcome.INTERRUPTED || job.getValue() == Outcome.DELETED)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Jobs of others that somebody here cancelled: must always be empty. */
    public Set<String> foreignCancelled() {
        Set<String> killed = new HashSet<>(cancelled());
        killed.retainAll(foreign);
        return killed;
    }

    /** Ids that were accepted more than once: the server does not mind, and runs both. */
    public Set<String> acceptedTwice() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        prompts.forEach(prompt -> counts.merge(prompt.promptId(), 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Names that LoadImage nodes of more than one prompt use: fine among the samples of one request, never between two. */
    public Set<String> sharedPictures() {
        Map<String, Set<String>> users = new LinkedHashMap<>();
        for (Submitted prompt : prompts) {
            for (JsonNode node : prompt.graph()) {
                if (node.path("class_type").asText().equals("LoadImage")) {
                    users.computeIfAbsent(node.path("inputs").path("image").asText(), any -> new HashSet<>())
                            .add(prompt.promptId());
                }
            }
        }
        return users.entrySet().stream()
                .filter(use -> use.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    public void clear() {
        List<Collection<?>> all =
                new ArrayList<>(List.of(requests, prompts, uploads, graphProblems, refusals, foreign));
        all.add(outcomes.keySet());
        all.forEach(Collection::clear);
    }
}
