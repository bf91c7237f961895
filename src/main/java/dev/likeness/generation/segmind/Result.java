package dev.likeness.generation.segmind;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What has come of a job.
 *
 * @param urls of its pictures, in the order of its samples
 */
record Result(List<String> urls) {

    /** Likeness lists {@code images} with all that it knows of each; the hosted API has a URL, or a list, as {@code output}. */
    static Result of(JsonNode said) {
        List<String> urls = new ArrayList<>();
        JsonNode output = said.path("images").isEmpty() ? said.path("output") : said.path("images");
        for (JsonNode one : output.isArray() ? output : List.of(output)) {
            String url = one.isTextual() ? one.textValue() : one.path("url").asText("");
            if (!url.isEmpty()) {
                urls.add(url);
            }
        }
        return new Result(urls);
    }
}
