package dev.likeness.api;

import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import dev.likeness.input.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.common.headers.HeaderUtil;
import org.jboss.resteasy.reactive.common.util.CaseInsensitiveMap;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;

/** Takes a multipart form apart. The content of a part is not copied: it stays where it lies in the body. */
final class FormFields implements MultipartParser.PartHandler {

    /** The transfer encodings of RFC 2045 that change nothing. */
    private static final Set<String> PLAIN = Set.of("", "7bit", "8bit", "binary", "identity");

    private static final ByteSlice NOTHING = ByteSlice.of(new byte[0]);

    private final Set<String> imageFields;
    private final Map<String, FieldValue> fields = new LinkedHashMap<>();
    private String name;
    private boolean file;
    private ByteSlice content;

    /** A part that does not come in one piece. Grows by doubling, so that its bytes are copied a few times at most. */
    private ByteArrayOutputStream joined;

    private FormFields(Set<String> imageFields) {
        this.imageFields = imageFields;
    }

    /**
     * The parts in the order they came.
     *
     * @param contentType of the request, with its boundary
     * @throws InvalidRequest when the body is no complete multipart form, or names a part twice
     */
    static Map<String, FieldValue> of(byte[] body, String contentType, Set<String> imageFields) {
        FormFields form = new FormFields(imageFields);
        try {
            String boundary = HeaderUtil.extractQuotedValueFromHeader(contentType, "boundary");
            if (boundary == null || boundary.isEmpty()) {
                throw InvalidRequest.unreadable("The Content-Type of a form names its boundary; this one does not");
            }
            MultipartParser.ParseState parser = MultipartParser.beginParse(
                    form, boundary.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8.name());
            parser.parse(ByteBuffer.wrap(body));
            if (!parser.isComplete()) {
                throw InvalidRequest.unreadable("The form ends before its last boundary");
            }
        } catch (InvalidRequest refused) {
            throw refused;
        } catch (IOException | RuntimeException e) {
            // HeaderUtil runs over the end of a header that is broken off, and wraps an encoding that there is not.
            throw InvalidRequest.unreadable("The body is no valid multipart form");
        }
        return form.fields;
    }

    @Override
    public void beginPart(CaseInsensitiveMap<String> headers) {
        String disposition = headers.getFirst("Content-Disposition");
        name = disposition == null ? null : HeaderUtil.extractQuotedValueFromHeaderWithEncoding(disposition, "name");
        if (name == null || name.isEmpty()) {
            throw InvalidRequest.unreadable("A form part has no name in its Content-Disposition");
        }
        if (fields.size() == Fields.MOST) {
            throw InvalidRequest.unreadable(String.format(Locale.ROOT, "The form has more than %d parts", Fields.MOST));
        }
        file = HeaderUtil.extractQuotedValueFromHeaderWithEncoding(disposition, "filename") != null;
        refuseEncoded(headers.getFirst("Content-Transfer-Encoding"));
        content = NOTHING;
        joined = null;
    }

    /**
     * RFC 7578, 4.7: forms over HTTP have no transfer encodings. Some clients name one that leaves the bytes as they are,
     * which is fine; what would have to be decoded would take memory that is not accounted for.
     */
    private void refuseEncoded(String encoding) {
        if (encoding != null && !PLAIN.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
            throw InvalidRequest.violating(
                    List.of(
                            new FieldViolation(
                                    name,
                                    "comes in a Content-Transfer-Encoding that is not read here; send its bytes as they are, without that header")));
        }
    }

    /** The whole body is parsed at once, so that a part almost always comes in one piece and stays where it lies. */
    @Override
    public void data(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return;
        }
        int from = buffer.arrayOffset() + buffer.position();
        if (content.length() == 0 && joined == null) {
            content = new ByteSlice(buffer.array(), from, from + buffer.remaining());
            return;
        }
        if (joined == null) {
            joined = new ByteArrayOutputStream(2 * (content.length() + buffer.remaining()));
            joined.write(content.array(), content.from(), content.length());
        }
        joined.write(buffer.array(), from, buffer.remaining());
    }

    @Override
    public void endPart() {
        if (joined != null) {
            content = ByteSlice.of(joined.toByteArray());
        }
        if (fields.containsKey(name)) {
            throw InvalidRequest.violating(List.of(new FieldViolation(name, "is in the form twice; send it once")));
        }
        fields.put(name, value());
    }

    private FieldValue value() {
        if (imageFields.contains(name)) {
            return file ? new FieldValue.File(content) : new FieldValue.LongText(content, false);
        }
        if (file) {
            return new FieldValue.Unfit("a file");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content.array(), content.from(), content.length()))
                    .toString();
            return text.isBlank() ? new FieldValue.Blank() : new FieldValue.Text(text);
        } catch (CharacterCodingException e) {
            throw InvalidRequest.violating(List.of(new FieldViolation(name, "is not UTF-8")));
        }
    }
}
