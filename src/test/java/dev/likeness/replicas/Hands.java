package dev.likeness.replicas;

import java.util.Map;
import java.util.TreeMap;

/** What killed replicas had in hand: how far the requests were that they had taken, so that one sees what the kills have hit. */
final class Hands {

    private final Kept kept;
    private final Map<String, Integer> stages = new TreeMap<>();

    Hands(Kept kept) {
        this.kept = kept;
    }

    /** @param consumer the dead replica's name in the queue; empty when it has not asked for anything yet */
    void look(String consumer) {
        if (!consumer.isEmpty()) {
            kept.heldBy(consumer).forEach(id -> stages.merge(stage(id, kept.request(id)), 1, Integer::sum));
        }
    }

    private String stage(String id, Map<String, String> request) {
        String status = request.getOrDefault("status", "gone");
        if (request.containsKey("closed")) {
            return "6 ended, to be let go";
        }
        if (!status.equals("PROCESSING")) {
            return "5 " + status + ", money and queue to follow";
        }
        if (!request.containsKey("begun")) {
            return "1 taken, not begun";
        }
        if (!request.get("pictures").equals(request.get("samples"))) {
            return "2 at work";
        }
        return kept.isSettled(request.get("account"), id) ? "4 paid, not completed" : "3 pictures stored, not paid";
    }

    @Override
    public String toString() {
        return stages.toString();
    }
}
