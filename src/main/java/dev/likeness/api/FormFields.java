package dev.likeness.api;

import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import dev.likeness.input.ByteSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    private static final ByteSlice NOTHING = ByteSlice.of(new byte[0]);

    private final Set<String> imageFields;
    private final Map<String, FieldValue> fields = new LinkedHashMap<>();
    private String name;
    private boolean file;
    private boolean transferEncoded;
    private ByteSlice content;

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
        transferEncoded = headers.containsKey("Content-Transfer-Encoding");
        content = NOTHING;
    }

    /** The whole body is parsed at once, so that a part comes in one piece; only one with a transfer encoding may not. */
    @Override
    public void data(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return;
        }
        if (content.length() == 0 && buffer.hasArray() && !transferEncoded) {
            int from = buffer.arrayOffset() + buffer.position();
            content = new ByteSlice(buffer.array(), from, from + buffer.remaining());
        } else {
            byte[] joined = Arrays.copyOfRange(content.array(), content.from(), content.to() + buffer.remaining());
            buffer.get(joined, content.length(), buffer.remaining());
            content = ByteSlice.of(joined);
        }
    }

    @Override
    public void endPart() {
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
