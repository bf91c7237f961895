package dev.likeness.generation.segmind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.remote.Answer;
import dev.likeness.remote.ServerJson;

/** Reads what the upstream says. */
final class Words {

    /** So much of it is passed on or logged. */
    private static final int MOST = 300;

    private Words() {}

    /** A missing node when it is no JSON: a proxy's page, or nothing. */
    static JsonNode json(Answer answer) {
        return ServerJson.read(answer.body());
    }

    /** The error of an answer; most have a text, some an object. */
    static String error(JsonNode answer) {
        JsonNode error = answer.path("error");
        String text =
                error.isTextual() ? error.textValue() : error.path("message").asText("");
        return shortened(text.isEmpty() ? answer.path("message").asText("") : text);
    }

    /** In one line. */
    static String shortened(String words) {
        String line = words.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MOST ? line : line.substring(0, MOST) + "...";
    }

    /** For the log: an upstream that repeats the prompt in its error must not bring it there. */
    static String withoutPrompt(String words, String prompt) {
        return words.replace(shortened(prompt), "(the prompt)").replace(prompt, "(the prompt)");
    }
}
