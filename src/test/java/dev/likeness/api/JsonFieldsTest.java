package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.error.InvalidRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

    private static final Set<String> IMAGES = Set.of("face_image");

    @Test
    void each_kind_of_value_is_told_apart() {
        Map<String, FieldValue> fields =
                read("{\"a\":\"x\",\"b\":1.50,\"c\":true,\"d\":false,\"e\":[1],\"f\":{},\"g\":null}");

        assertThat(fields)
                .containsExactly(
                        Map.entry("a", new FieldValue.Text("x")),
                        Map.entry("b", new FieldValue.Number("1.50")),
                        Map.entry("c", new FieldValue.Flag(true)),
                        Map.entry("d", new FieldValue.Flag(false)),
                        Map.entry("e", new FieldValue.Unfit("a list")),
                        Map.entry("f", new FieldValue.Unfit("an object")));
    }

    @Test
    void an_image_stays_where_it_lies() {
        byte[] body = utf8("{ \"prompt\" : \"x\" , \"face_image\" :\n \"abc/+=\" , \"seed\":1}");

        FieldValue.LongText image =
                (FieldValue.LongText) JsonFields.of(body, IMAGES).get("face_image");

        assertThat(image.utf8().array()).isSameAs(body);
        assertThat(image.escaped()).isTrue();
        assertThat(text(image)).isEqualTo("abc/+=");
    }

    @Test
    void an_image_ends_at_its_quote_whatever_stands_in_it() throws Exception {
        Random random = new Random(5);
        String pieces = "abc/+=\\\"\u00e4\u20ac\uD83D\uDE00\n\t ";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder image = new StringBuilder();
            random.ints(random.nextInt(60), 0, pieces.length()).forEach(i -> image.append(pieces.charAt(i)));
            String written =
                    new ObjectMapper().writeValueAsString(image.toString().replaceAll("[\uD800-\uDFFF]", ""));

            Map<String, FieldValue> fields = read("{\"face_image\":" + written + ",\"prompt\":\"after\"}");

            assertThat('"' + text((FieldValue.LongText) fields.get("face_image")) + '"')
                    .isEqualTo(written);
            assertThat(fields.get("prompt")).isEqualTo(new FieldValue.Text("after"));
        }
    }

    @Test
    void an_image_behind_a_byte_order_mark_is_found_all_the_same() {
        Map<String, FieldValue> fields = read("\uFEFF{\"face_image\":\"abc\"}");

        assertThat(text((FieldValue.LongText) fields.get("face_image"))).isEqualTo("abc");
    }

    @Test
    void an_image_behind_many_kilobytes_is_found_all_the_same() {
        Random random = new Random(6);
        for (int length = 7_900; length < 8_300; length += 7) {
            String filler = "\u20ac".repeat(random.nextInt(500)) + "x".repeat(length);
            Map<String, FieldValue> fields =
                    read("{\"prompt\":\"" + filler + "\",\"face_image\":\"abcd\",\"seed\":" + length + "}");

            assertThat(text((FieldValue.LongText) fields.get("face_image"))).isEqualTo("abcd");
            assertThat(fields.get("seed")).isEqualTo(new FieldValue.Number(Integer.toString(length)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "\"x\"",
                "1",
                "null",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1}{}",
                "{\"a\":1} x",
                "{\"a\":1,\"a\":1}",
                "{\"a\":null,\"a\":1}",
                "{\"face_image\":\"a",
                "{\"face_image\":\"a\\",
                "{\"face_image\":\"a\\q\"}",
                "{\"face_image\":\"a\tb\"}",
                "{\"a\":NaN}",
                "{\"a\":-Infinity}",
                "{\"a\":01}",
                "{a:1}",
                "{'a':1}",
                "/**/{}",
                "{\"a\":{\"b\":[}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{\"a\":[[[1]]",
            })
    void what_is_not_one_json_object_is_the_callers_mistake(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(InvalidRequest.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1 | a | ends in the middle",
                "{ | | ends in the middle",
                "{'a':{'b':[1 | a | ends in the middle",
                "{'face_image':'abc | face_image | ends in the middle",
                "{'a':1,'a':2} | a | twice",
                "{'a':{'b':1,'b':1}} | a | twice",
                "{'a':1,} | a | not valid JSON",
                "{'a':NaN} | a | not valid JSON",
                "{'a':tru} | a | not valid JSON",
                "{'a':'\\x'} | a | not valid JSON",
                "{a:1} | | not valid JSON",
            })
    void what_is_wrong_is_said_in_our_own_words_with_its_place(String body, String field, String what) {
        assertThatThrownBy(() -> read(body.replace('\'', '"')))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining(what)
                .hasMessageContaining("line 1, column ")
                .hasMessageContaining(field == null ? "" : "field " + field)
                .satisfies(refused -> assertThat(refused.getMessage())
                        .doesNotContain(
                                "Source", "REDACTED", "marker", "StreamRead", "token", "JsonParser", "Feature"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"%s\"}",
                "{\"face_image\":\"%s\"}",
                "{\"face_image\":\"x\"%s}",
                "{\"face_image\":\"x\",%s\"face_image\":\"x\"}",
                "{\"a\":[\"%s\"]}",
                "{\"a\":{\"%s\":1}}",
                "{\"%s\":1}",
                "{\"a\":%s}",
                "%s{\"a\":1}",
            })
    void reading_takes_memory_in_proportion_to_the_body(String template) {
        for (String filler : new String[] {"        ", "11111111", "[[[[[[[[", "\\\"\\\"\\\"\\\"", "{\"a\":[[["}) {
            String small = template.formatted(filler.repeat(1 << 14));
            String large = template.formatted(filler.repeat(1 << 17));

            long once = AllocatedBytes.by(() -> attempt(small));
            long eightTimes = AllocatedBytes.by(() -> attempt(large));

            assertThat(eightTimes).as(filler).isLessThan(16 * once + (1 << 20));
        }
    }

    private static void attempt(String body) {
        try {
            read(body);
        } catch (InvalidRequest refused) {
            // As well.
        }
    }

    @Test
    void any_damage_to_a_body_is_read_or_refused_but_never_a_defect() {
        byte[] whole = utf8(
                "{\"face_image\":\"QUJD\\/\\u0041\",\"prompt\":\"\u00e4\",\"seed\":-1.5e3,\"x\":[{\"y\":null}],\"b\":true}");
        Random random = new Random(7);
        for (int round = 0; round < 30_000; round++) {
            byte[] body = java.util.Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int i = random.nextInt(4); i > 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                JsonFields.of(body, IMAGES);
            } catch (InvalidRequest refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    private static Map<String, FieldValue> read(String body) {
        return JsonFields.of(utf8(body), IMAGES);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(FieldValue.LongText image) {
        return new String(
                image.utf8().array(), image.utf8().from(), image.utf8().length(), StandardCharsets.UTF_8);
    }
}
