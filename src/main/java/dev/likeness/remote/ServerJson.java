package dev.likeness.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the JSON of other servers. One value that is no JSON must not make the rest of an answer unreadable: Python writes
 * {@code NaN} and {@code Infinity}, and texts, numbers and control characters of any kind stand in the fields of strangers.
 */
public final class ServerJson {

    /** Python writes whole numbers of up to 4,300 digits ({@code sys.int_info.default_max_str_digits}). */
    private static final int DIGITS = 5_000;

    /** Answers are bounded in bytes before they are read: a text in one may be as long as the answer. */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNumberLength(DIGITS)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private ServerJson() {}

    /** {@link MissingNode} when it is no JSON: a proxy's page, or nothing. */
    public static JsonNode read(byte[] body) {
        try {
            return present(MAPPER.readTree(body));
        } catch (IOException e) {
            // Bytes that are no UTF-8 are replaced.
            return read(new String(body, StandardCharsets.UTF_8));
        }
    }

    /** {@link MissingNode} when it is no JSON. */
    public static JsonNode read(String text) {
        try {
            return present(MAPPER.readTree(text));
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static JsonNode present(JsonNode tree) {
        return tree == null ? MissingNode.getInstance() : tree;
    }
}
