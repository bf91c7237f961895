package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.likeness.error.InvalidRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSourcesTest {

    private final ImageSources sources = new ImageSources(Settings.defaults());

    @Test
    void base64OfEveryLengthComesBackWhateverItsForm() {
        Random random = new Random(1);
        for (int length = 1; length < 200; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String plain = Base64.getEncoder().encodeToString(bytes);
            assertThat(inline(plain)).isEqualTo(bytes);
            assertThat(inline(Base64.getEncoder().withoutPadding().encodeToString(bytes)))
                    .isEqualTo(bytes);
            assertThat(inline(Base64.getUrlEncoder().encodeToString(bytes))).isEqualTo(bytes);
            assertThat(inline(Base64.getMimeEncoder().encodeToString(bytes) + "\r\n"))
                    .isEqualTo(bytes);
            assertThat(inline("  \n" + plain.replaceAll("(.{5})", "$1\n  ") + " "))
                    .isEqualTo(bytes);
            assertThat(inline("data:image/png;base64," + plain)).isEqualTo(bytes);
            assertThat(inline("DATA:image/jpeg;charset=utf-8;BASE64,"
                            + plain.replace("+", "%2B").replace("/", "%2f").replace("=", "%3D")))
                    .isEqualTo(bytes);
            assertThat(json(plain.replace("/", "\\/").replace("=", "\\u003d").replace("+", "\\u002B")))
                    .isEqualTo(bytes);
            assertThat(json("data:image\\/png;base64," + plain.replaceAll("(.{7})", "$1\\\\n")))
                    .isEqualTo(bytes);
        }
    }

    /** Form libraries put the file's name into the URI, percent-encoded. */
    @Test
    void aDataUriMayCarryTheNameOfItsFile() {
        byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
        for (String name : List.of(
                "a.png",
                "%E7%85%A7%E7%89%87.png",
                "%25E7%2585".repeat(255) + ".png",
                "照片".repeat(127) + ".png",
                "a,b, and c;d.png",
                "\"a,b.png\"")) {
            String uri = "data:image/png;name=" + name + ";base64,"
                    + Base64.getEncoder().encodeToString(bytes);

            assertThat(inline(uri)).as(name).isEqualTo(bytes);
            assertThat(json(uri)).as(name).isEqualTo(bytes);
        }
    }

    @Test
    void aDataUriMayHaveParametersAfterBase64() {
        assertThat(inline("data:image/png;base64;name=a%2Cb.png,aGVsbG8="))
                .isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(inline("data:image/png; BASE64 ,aGVsbG8=")).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aDataUriWithAnEndlessPrefixIsRefusedForThat() {
        assertThatThrownBy(() -> inline("data:image/png;name=" + "x".repeat(10_000) + ";base64,AAAA"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("f: a data: URI with more than 8192 characters before its comma;"
                        + " write data:image/png;base64,...");
    }

    @Test
    void aValueIsReadWhereItStands() {
        byte[] body = "{\"face_image\":\"aGVsbG8=\",\"x\":1}".getBytes(StandardCharsets.UTF_8);
        int at = new String(body, StandardCharsets.UTF_8).indexOf("aGVs");

        assertThat(file(sources.fromJson("face_image", new ByteSlice(body, at, at + 8))))
                .isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void decodingAllocatesTheFileAndNothingElseOfItsSize() {
        byte[] text = Base64.getMimeEncoder().encode(new byte[15 << 20]);
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        byte[] file = file(sources.fromText("face_image", ByteSlice.of(text)));

        assertThat(file).hasSize(15 << 20);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan((15 << 20) + (1 << 20));
    }

    @Test
    void tooLargeAFileIsRefusedBeforeItIsDecoded() {
        byte[] text = Base64.getEncoder().encode(new byte[(15 << 20) + 1]);
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> sources.fromText("face_image", ByteSlice.of(text)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("face_image: larger than 15 MiB");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
        assertThatThrownBy(() -> sources.fromFile("face_image", new byte[(15 << 20) + 1]))
                .hasMessageContaining("larger than 15 MiB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ``|                           empty; send base64, a data: URI or an http(s) URL
            `   `|                        empty; send base64, a data: URI or an http(s) URL
            ====|                         empty; send base64, a data: URI or an http(s) URL
            photo.jpg|                    neither base64 nor a URL ('.' at position 5); a file's name cannot be read from here: send base64, a data: URI or an http(s) URL
            ./photo.png|                  neither base64 nor a URL ('.' at position 0); a file's name cannot be read from here: send base64, a data: URI or an http(s) URL
            C:\\photo.png|                "c:" is not read; send base64, a data: URI or an http(s) URL
            file:///etc/passwd|           "file:" is not read; send base64, a data: URI or an http(s) URL
            ftp://example.org/a.png|      "ftp:" is not read; send base64, a data: URI or an http(s) URL
            blob:https://example.org/1|   "blob:" is not read; send base64, a data: URI or an http(s) URL
            s3://bucket/key|              "s3:" is not read; send base64, a data: URI or an http(s) URL
            data:image/png;base64;AAAA|   a data: URI without its comma; write data:image/png;base64,...
            data:image/png,%89PNG|        a data: URI that is not in base64; write data:image/png;base64,...
            data:image/png;base64,|       empty; send base64, a data: URI or an http(s) URL
            data:image/png;base64,AA%G1|  an escape that is not followed by 2 hexadecimal digits
            iVBORw0 KGgo|                 neither a URL nor base64 (a space at position 7; if that was a '+', write %2B for it in a form, or send JSON)
            iVBORw0KG|                    base64 that is cut short or has characters missing; send all of it
            AAAA=AAA|                     neither base64 nor a URL ('A' at position 5); a file's name cannot be read from here: send base64, a data: URI or an http(s) URL
            AAAA===|                      base64 that is cut short or has characters missing; send all of it
            AAAé|                         neither base64 nor a URL (a character outside of ASCII at position 3); a file's name cannot be read from here: send base64, a data: URI or an http(s) URL
            {"url":"x"}|                  neither base64 nor a URL ('{' at position 0); a file's name cannot be read from here: send base64, a data: URI or an http(s) URL
            null|                         ``
            """)
    void whatIsNoPictureIsRefusedWithTheFieldAndTheRemedy(String value, String why) {
        if ("null".equals(value)) {
            // Four letters of base64: three bytes, which the reader then refuses.
            assertThat(inline(value)).hasSize(3);
            return;
        }
        InvalidRequest refused = catchThrowableOfType(
                InvalidRequest.class, () -> sources.fromText("pose_image", slice(value == null ? "" : value)));

        assertThat(refused.code()).isEqualTo("invalid_image");
        assertThat(refused.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo("pose_image");
            assertThat(violation.message()).isEqualTo(why);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/a.png", " HTTPS://EXAMPLE.org/a.png\n"})
    void urlsAreTakenApart(String text) {
        assertThat(sources.fromText("f", slice(text)))
                .isEqualTo(new ImageSource.Remote(new RemoteUrl(true, "example.org", 443, "/a.png")));
    }

    @Test
    void urlsInJsonMayBeEscaped() {
        assertThat(sources.fromJson("f", slice("https:\\/\\/example.org\\/\\u00e4\\ud83d\\ude00.png")))
                .isEqualTo(new ImageSource.Remote(new RemoteUrl(true, "example.org", 443, "/%C3%A4%F0%9F%98%80.png")));
    }

    @ParameterizedTest
    @CsvSource({
        "aGVsbG8\\, a JSON string that ends in the middle of an escape",
        "aGVs\\u00, an escape that is not followed by 4 hexadecimal digits",
    })
    void anEscapeInJsonThatIsNotWholeIsRefused(String value, String why) {
        assertThatThrownBy(() -> json(value)).hasMessage("f: " + why);
    }

    @Test
    void aUrlThatNoServerTakesIsRefused() {
        assertThatThrownBy(() -> inline("http://a/" + "b".repeat(9000)))
                .hasMessage("f: a URL of more than 8192 characters");
    }

    @Test
    void aUrlThatMayNotBeFetchedIsUnreachable() {
        for (String url :
                new String[] {"http://me:pw@example.org/", "http://0x7f.1/", "http://a/" + "b".repeat(9000)}) {
            InvalidRequest refused =
                    catchThrowableOfType(InvalidRequest.class, () -> sources.fromText("f", slice(url)));
            assertThat(refused.code()).isIn("image_unreachable", "invalid_image");
        }
    }

    @Test
    void aSourceNeverShowsItsBytesOrAUrlsSecrets() {
        assertThat(sources.fromText("f", slice("https://example.org/a?sig=secret"))
                        .toString())
                .doesNotContain("secret");
        assertThat(sources.fromText("f", slice("aGVsbG8=")).toString()).isEqualTo("inline, 5 bytes");
    }

    private byte[] inline(String text) {
        return file(sources.fromText("f", slice(text)));
    }

    private byte[] json(String text) {
        return file(sources.fromJson("f", slice(text)));
    }

    private static byte[] file(ImageSource source) {
        return ((ImageSource.Inline) source).file();
    }

    private static ByteSlice slice(String text) {
        return ByteSlice.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
