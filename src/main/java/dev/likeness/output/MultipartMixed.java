package dev.likeness.output;

import io.smallrye.mutiny.Multi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Frames pictures as multipart/mixed (RFC 2046, 5.1) while they come. The pictures' own arrays are passed on, not copies.
 * When the pictures fail the stream fails, without the closing boundary.
 */
public final class MultipartMixed {

    private MultipartMixed() {}

    /** The value of {@code Content-Type} that goes with a boundary. */
    public static String mediaType(String boundary) {
        return "multipart/mixed; boundary=" + boundary;
    }

    /**
     * @param boundary 1..70 letters, digits or dashes that occur in no picture: a random UUID will do
     */
    public static Multi<byte[]> of(Multi<EncodedImage> images, String boundary) {
        if (!boundary.matches("[A-Za-z0-9-]{1,70}")) {
            throw new IllegalArgumentException("a boundary is 1 to 70 letters, digits or dashes");
        }
        return Multi.createBy()
                .concatenating()
                .streams(
                        images.onItem().transformToIterable(image -> List.of(head(image, boundary), image.file())),
                        Multi.createFrom().item(() -> ascii("\r\n--" + boundary + "--\r\n")));
    }

    /** The line break before a boundary belongs to the boundary; before the first one it is an empty preamble. */
    private static byte[] head(EncodedImage image, String boundary) {
        return ascii(String.format(
                Locale.ROOT,
                """
                \r
                --%s\r
                Content-Type: %s\r
                Content-Disposition: attachment; filename="%s"\r
                Content-Length: %d\r
                x-seed-value: %d\r
                \r
                """,
                boundary,
                image.format().mediaType(),
                FileNames.of(image),
                image.file().length,
                image.seed()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
