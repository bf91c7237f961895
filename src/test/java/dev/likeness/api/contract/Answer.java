package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.imageio.ImageIO;

/** What the service answered. */
record Answer(int status, Function<String, Optional<String>> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param id null where there is none */
    record Event(String id, String name, JsonNode data) {}

    String header(String name) {
        return headers.apply(name).orElse(null);
    }

    String mediaType() {
        return header("content-type") == null ? "" : header("content-type").split(";")[0];
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + shown(), e);
        }
    }

    /** Server-sent events, comments left out. */
    List<Event> events() {
        List<Event> events = new ArrayList<>();
        if (body.length == 0) {
            return events;
        }
        assertThat(text()).endsWith("\n\n");
        for (String block : text().split("\n\n")) {
            if (block.startsWith(":")) {
                continue;
            }
            String[] lines = block.split("\n");
            int first = lines[0].startsWith("id: ") ? 1 : 0;
            assertThat(lines).hasSize(first + 2);
            assertThat(lines[first]).startsWith("event: ");
            assertThat(lines[first + 1]).startsWith("data: ");
            try {
                events.add(new Event(
                        first == 1 ? lines[0].substring(4) : null,
                        lines[first].substring(7),
                        JSON.readTree(lines[first + 1].substring(6))));
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + lines[first + 1], e);
            }
        }
        return events;
    }

    /** The one picture of a JSON answer. */
    byte[] image() {
        ok();
        try {
            return json().get("image").binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer ok() {
        assertThat(status).as(this::shown).isEqualTo(200);
        return this;
    }

    /** One error body, whole: its code, its words, the request's id, and nothing of our insides. */
    Answer refused(int status, String code) {
        assertThat(this.status).as(this::shown).isEqualTo(status);
        assertThat(mediaType()).isEqualTo("application/json");
        assertThat(json().get("code").textValue()).as(this::shown).isEqualTo(code);
        assertThat(json().get("error").textValue()).isNotBlank().doesNotContain("Exception", "dev.likeness", "java.");
        assertThat(json().get("request_id").textValue()).isEqualTo(header("x-request-id"));
        assertThat(json().fieldNames()).toIterable().isSubsetOf("error", "code", "request_id", "fields");
        assertThat(header("x-cost")).isNull();
        return this;
    }

    List<String> violatedFields() {
        return json().findParents("field").stream()
                .map(node -> node.get("field").textValue())
                .toList();
    }

    /** What is said about one field. */
    String violationOf(String field) {
        return json().findParents("field").stream()
                .filter(node -> node.get("field").textValue().equals(field))
                .map(node -> node.get("message").textValue())
                .reduce((a, b) -> a + "; " + b)
                .orElseThrow(() -> new AssertionError(field + " is not blamed: " + shown()));
    }

    static BufferedImage decoded(byte[] file) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
            assertThat(image).as("a picture").isNotNull();
            return image;
        } catch (IOException e) {
            throw new AssertionError("no picture", e);
        }
    }

    static String sizeOf(byte[] file) {
        BufferedImage image = decoded(file);
        return image.getWidth() + "x" + image.getHeight();
    }

    String shown() {
        String text = text();
        return status + " " + (text.length() > 600 ? text.substring(0, 600) + "..." : text);
    }
}
