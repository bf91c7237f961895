package dev.likeness.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.likeness.error.InvalidRequest;
import dev.likeness.input.ByteSlice;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Takes a flat JSON object apart. The text of an image field, which may be 20 MB long, is not turned into a string: it
 * stays where it lies in the body.
 */
final class JsonFields {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** No field takes a list or an object; one this long is not even read to its end. */
    private static final int MOST_NESTED_TOKENS = 1_000;

    private final byte[] body;
    private final Set<String> imageFields;

    private JsonFields(byte[] body, Set<String> imageFields) {
        this.body = body;
        this.imageFields = imageFields;
    }

    /**
     * The fields in the order they came, without those that are null.
     *
     * @throws InvalidRequest when the body is not one JSON object in UTF-8, or names a field twice
     */
    static Map<String, FieldValue> of(byte[] body, Set<String> imageFields) {
        if (body.length == 0) {
            throw InvalidRequest.unreadable("The body is empty; send a JSON object");
        }
        if (!Utf8.isValid(body) || looksLikeUtf16(body)) {
            throw InvalidRequest.unreadable("The body is not UTF-8");
        }
        return new JsonFields(body, imageFields).read();
    }

    /** Jackson would take such a body for UTF-16 or UTF-32, in which offsets mean something else. */
    private static boolean looksLikeUtf16(byte[] body) {
        return body[0] == 0 || (body.length > 1 && body[1] == 0);
    }

    private Map<String, FieldValue> read() {
        try (JsonParser parser = JSON.createParser(body)) {
            try {
                return read(parser);
            } catch (JsonProcessingException e) {
                throw InvalidRequest.unreadable(String.format(Locale.ROOT, problem(e), where(parser, e)));
            }
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
    }

    /** In words of our own: the parser's tell of its insides. */
    private static String problem(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "The body ends in the middle of its JSON%s; send all of it";
        }
        if (e instanceof StreamConstraintsException) {
            return "The body's JSON has a name or a number that is too long, or is nested too deeply%s; no field takes that";
        }
        return e.getOriginalMessage().startsWith("Duplicate field")
                ? "The body's JSON has a name twice in one object%s; send it once"
                : "The body is not valid JSON%s; check quotes, commas, brackets and escapes";
    }

    /** The location of what was read last, and its field; both count from 1. */
    private static String where(JsonParser parser, JsonProcessingException e) {
        JsonStreamContext within = parser.getParsingContext();
        while (within.getParent() != null && !within.getParent().inRoot()) {
            within = within.getParent();
        }
        String field = within.getCurrentName();
        // Of what is too long the parser gives none.
        JsonLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
        return String.format(
                Locale.ROOT,
                "%s (line %d, column %d)",
                field == null ? "" : ", at or after the field " + FieldReader.shortened(field),
                at.getLineNr(),
                at.getColumnNr());
    }

    private Map<String, FieldValue> read(JsonParser parser) throws IOException {
        Map<String, FieldValue> fields = new LinkedHashMap<>();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw InvalidRequest.unreadable("The body is not a JSON object");
        }
        JsonToken next = parser.nextToken();
        for (int count = 0; next == JsonToken.FIELD_NAME; count++) {
            if (count == Fields.MOST) {
                throw InvalidRequest.unreadable(
                        String.format(Locale.ROOT, "The body has more than %d fields", Fields.MOST));
            }
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING && imageFields.contains(name)) {
                int start = offset(parser);
                // The parser passes over the text without making a string of it.
                next = parser.nextToken();
                fields.put(name, longText(start, offset(parser)));
            } else {
                if (token != JsonToken.VALUE_NULL) {
                    fields.put(name, value(parser, token));
                }
                next = parser.nextToken();
            }
        }
        if (parser.nextToken() != null) {
            throw InvalidRequest.unreadable("Something follows the JSON object");
        }
        return fields;
    }

    private static FieldValue value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> new FieldValue.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new FieldValue.Number(parser.getText());
            case VALUE_TRUE -> new FieldValue.Flag(true);
            case VALUE_FALSE -> new FieldValue.Flag(false);
            case START_ARRAY -> unfit(parser, "a list");
            case START_OBJECT -> unfit(parser, "an object");
            default -> throw new IllegalStateException("no value starts with " + token);
        };
    }

    private static FieldValue unfit(JsonParser parser, String what) throws IOException {
        int tokens = 0;
        for (int depth = 1; depth > 0; tokens++) {
            if (tokens == MOST_NESTED_TOKENS) {
                throw InvalidRequest.unreadable("The body has long lists or objects in it, which no field takes");
            }
            JsonToken token = parser.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return new FieldValue.Unfit(what);
    }

    private static int offset(JsonParser parser) {
        return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    }

    /** What stands between the quotes: the first is where the text starts, the other the last before the next token. */
    private FieldValue longText(int start, int next) {
        int end = next - 1;
        while (body[end] != '"') {
            end--;
        }
        return new FieldValue.LongText(new ByteSlice(body, start + 1, end), true);
    }
}
