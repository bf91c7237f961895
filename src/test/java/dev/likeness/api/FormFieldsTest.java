package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.error.InvalidRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormFieldsTest {

    private static final String TYPE = "multipart/form-data; boundary=B";
    private static final Set<String> IMAGES = Set.of("face_image");

    private static final String FORM =
            """
            --B\r
            Content-Disposition: form-data; name="prompt"\r
            \r
            a coat\r
            --B\r
            Content-Disposition: form-data; name="face_image"; filename="a.png"\r
            Content-Type: image/png\r
            \r
            bytes\r
            --B--\r
            """;

    @Test
    void texts_and_files_are_told_apart() {
        Map<String, FieldValue> fields = read(FORM);

        assertThat(fields.keySet()).containsExactly("prompt", "face_image");
        assertThat(fields.get("prompt")).isEqualTo(new FieldValue.Text("a coat"));
        assertThat(((FieldValue.File) fields.get("face_image")).bytes())
                .isEqualTo("bytes".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_file_stays_where_it_lies() {
        byte[] body = FORM.getBytes(StandardCharsets.ISO_8859_1);

        FieldValue.File file =
                (FieldValue.File) FormFields.of(body, TYPE, IMAGES).get("face_image");

        assertThat(file.content().array()).isSameAs(body);
    }

    @Test
    void a_files_bytes_are_its_own_whatever_they_are() {
        Random random = new Random(8);
        String[] tricky = {"\r\n", "\r\n--", "\r\n--C", "--B", "\r", "\n", "-", "\0", "\r\n--b--\r\n"};
        for (int round = 0; round < 500; round++) {
            StringBuilder content = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                content.append(
                        random.nextBoolean() ? tricky[random.nextInt(tricky.length)] : (char) random.nextInt(256));
            }
            String file = content.toString().replace("\r\n--B", "");
            byte[] body = FORM.replace("bytes", file).getBytes(StandardCharsets.ISO_8859_1);

            FieldValue value = FormFields.of(body, TYPE, IMAGES).get("face_image");

            assertThat(((FieldValue.File) value).bytes()).isEqualTo(file.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void an_image_field_without_a_file_name_is_a_text() {
        Map<String, FieldValue> fields = read(FORM.replace("; filename=\"a.png\"", ""));

        assertThat(fields.get("face_image")).isInstanceOf(FieldValue.LongText.class);
        assertThat(((FieldValue.LongText) fields.get("face_image")).escaped()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "8bit", "7bit", "BINARY", " 8bit ", "identity"})
    void a_part_whose_transfer_encoding_changes_nothing_stays_where_it_lies(String encoding) {
        byte[] body = encoded(encoding, "bytes=3D").getBytes(StandardCharsets.ISO_8859_1);

        FieldValue.File file =
                (FieldValue.File) FormFields.of(body, TYPE, IMAGES).get("face_image");

        assertThat(file.content().array()).isSameAs(body);
        assertThat(file.bytes()).isEqualTo("bytes=3D".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64", "quoted-printable", "BASE64", "x-uuencode", "gzip", "base64, binary"})
    void a_part_that_would_have_to_be_decoded_is_refused_by_its_name(String encoding) {
        assertThatThrownBy(() -> read(encoded(encoding, "Ynl0ZXM=")))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("face_image")
                .hasMessageContaining("Content-Transfer-Encoding");
    }

    /** The old reading copied a part in quoted-printable once for each kilobyte of it. */
    @ParameterizedTest
    @ValueSource(strings = {"quoted-printable", "base64", "8bit", "binary", "x"})
    void a_part_in_any_transfer_encoding_takes_memory_in_proportion_to_its_size(String encoding) {
        long once = AllocatedBytes.by(() -> attempt(encoded(encoding, "QUJD".repeat(1 << 16))));
        long eightTimes = AllocatedBytes.by(() -> attempt(encoded(encoding, "QUJD".repeat(1 << 19))));

        assertThat(eightTimes).isLessThan(16 * once);
    }

    @Test
    void a_part_full_of_almost_boundaries_takes_memory_in_proportion_to_its_size() {
        long once = AllocatedBytes.by(() -> attempt(FORM.replace("bytes", "\r\n--A\r\n-\r\r\n--".repeat(1 << 14))));
        long eightTimes =
                AllocatedBytes.by(() -> attempt(FORM.replace("bytes", "\r\n--A\r\n-\r\r\n--".repeat(1 << 17))));

        assertThat(eightTimes).isLessThan(16 * once);
    }

    private static void attempt(String form) {
        try {
            read(form);
        } catch (InvalidRequest refused) {
            // As well.
        }
    }

    private static String encoded(String encoding, String content) {
        return FORM.replace("image/png", "image/png\r\nContent-Transfer-Encoding: " + encoding)
                .replace("bytes", content);
    }

    @Test
    void a_boundary_may_be_quoted() {
        assertThat(FormFields.of(
                        FORM.getBytes(StandardCharsets.ISO_8859_1),
                        "multipart/form-data; charset=utf-8; boundary=\"B\"",
                        IMAGES))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=C",
            })
    void a_boundary_that_is_not_the_forms_is_the_callers_mistake(String contentType) {
        byte[] body = FORM.getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> FormFields.of(body, contentType, IMAGES)).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void a_form_that_ends_early_is_the_callers_mistake_wherever_it_ends() {
        byte[] body = FORM.getBytes(StandardCharsets.ISO_8859_1);
        for (int length = 0; length < body.length - 4; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> FormFields.of(cut, TYPE, IMAGES))
                    .as("%d bytes", length)
                    .isInstanceOf(InvalidRequest.class);
        }
    }

    @Test
    void any_damage_to_a_form_is_read_or_refused_but_never_a_defect() {
        byte[] whole = FORM.getBytes(StandardCharsets.ISO_8859_1);
        Random random = new Random(9);
        for (int round = 0; round < 30_000; round++) {
            byte[] body = whole.clone();
            for (int i = random.nextInt(5); i >= 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                FormFields.of(body, TYPE, IMAGES);
            } catch (InvalidRequest refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    private static Map<String, FieldValue> read(String form) {
        return FormFields.of(form.getBytes(StandardCharsets.ISO_8859_1), TYPE, IMAGES);
    }
}
