package dev.likeness.generation.comfyui;

import dev.likeness.breaker.Breaker;
import java.util.List;
import java.util.Map;

/** A server of the pool and what is known of it. Guarded by the pool's lock. */
final class Member {

    private final ComfyServer server;
    private final Breaker breaker;
    private int jobs;
    private int jobsOfOthers;
    private boolean reachable;
    private boolean gone;

    /** What is missing there, by the name of the workflow that needs it; null before the first look. */
    private Map<String, List<String>> missing;

    Member(ComfyServer server, Breaker breaker) {
        this.server = server;
        this.breaker = breaker;
    }

    ComfyServer server() {
        return server;
    }

    Breaker breaker() {
        return breaker;
    }

    boolean reachable() {
        return reachable;
    }

    /** Whether its nodes and files are to be looked at: not yet done, or something was missing. */
    boolean unchecked() {
        return missing == null || missing.values().stream().anyMatch(list -> !list.isEmpty());
    }

    Map<String, List<String>> missing() {
        return missing == null ? Map.of() : missing;
    }

    boolean runs(String workflow) {
        return missing != null && missing.getOrDefault(workflow, List.of()).isEmpty();
    }

    boolean usable() {
        return reachable && !gone;
    }

    /** Whether waiting for it makes sense: it takes jobs, or will when the one that it is tried with has ended. */
    boolean open() {
        return breaker.closed() || breaker.onTrial() || breaker.permits();
    }

    /** For the health answer. */
    String remark() {
        if (!reachable) {
            return "not reachable";
        }
        if (missing == null) {
            return "its nodes and model files are not yet known";
        }
        List<String> lacking =
                missing.values().stream().flatMap(List::stream).distinct().toList();
        if (!lacking.isEmpty()) {
            return "missing: " + String.join(", ", lacking);
        }
        return breaker.closed() ? "ready" : "gets no jobs for a while, because several failed";
    }

    boolean hasRoom(int most) {
        return jobs < most;
    }

    /** Ours and those of other clients: what a new job would wait for. */
    int load() {
        return jobs + jobsOfOthers;
    }

    int jobs() {
        return jobs;
    }

    void taken() {
        jobs++;
        breaker.tried();
    }

    void givenBack() {
        jobs--;
    }

    /** @param prompts of anybody, ours among them */
    void hasPrompts(int prompts) {
        jobsOfOthers = Math.max(0, prompts - jobs);
    }

    void answers() {
        reachable = true;
    }

    /** After a restart it may have other nodes. */
    void isSilent() {
        reachable = false;
        missing = null;
    }

    void lacks(Map<String, List<String>> found) {
        missing = found;
    }

    void leaves() {
        gone = true;
    }
}
