package dev.likeness.generation.segmind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.remote.Answer;

/**
 * A job that the upstream has confirmed.
 *
 * @param id its name there; nothing else than letters, digits, dots, dashes and underscores
 * @param cancellable whether the upstream offers to cancel it, as Likeness does
 */
record UpstreamJob(String id, boolean cancellable) {

    static UpstreamJob of(Answer answer, Refusals refusals) {
        JsonNode said = Words.json(answer);
        String id = said.path("request_id").asText();
        if (!id.matches("[A-Za-z0-9._-]{1,128}")) {
            throw refusals.failed("the upstream confirms a job without saying which; it may charge for it");
        }
        return new UpstreamJob(id, said.path("cancel_url").isTextual());
    }
}
