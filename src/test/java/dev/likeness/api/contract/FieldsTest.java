package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field's default, range and coercion, in JSON and in forms. */
@QuarkusTest
class FieldsTest extends ContractTest {

    @Test
    void what_is_left_out_has_the_contracts_default() {
        Answer short_ = service.json(account, Sent.request()).ok();
        Answer long_ = service.json(
                        account,
                        Sent.request(
                                "base_64",
                                true,
                                "output_format",
                                "png",
                                "quality",
                                95,
                                "samples",
                                1,
                                "seed",
                                2778725438L))
                .ok();

        assertThat(long_.image()).isEqualTo(short_.image());
        assertThat(short_.header("x-seed-value")).isEqualTo("2778725438");
        assertThat(short_.header("x-cost")).isEqualTo("1");
    }

    @Test
    void the_size_is_1024_by_1024_when_neither_side_is_named() {
        byte[] image = service.json(account, Sent.without(Sent.request(), "custom_width", "custom_height"))
                .image();

        assertThat(Answer.sizeOf(image)).isEqualTo("1024x1024");
    }

    @Test
    void the_pose_pictures_size_is_taken_by_default() {
        byte[] image = service.json(account, Sent.without(Sent.request(), "use_input_img_dimension"))
                .image();

        assertThat(Answer.sizeOf(image)).isEqualTo("256x384");
    }

    @Test
    void null_is_the_same_as_nothing() {
        Answer answer = service.json(
                account, Sent.request("seed", null, "quality", null, "negative_prompt", null, "profile", null));

        assertThat(answer.ok().header("x-seed-value")).isEqualTo("2778725438");
    }

    @ParameterizedTest
    @CsvSource({
        "custom_width, 64",
        "custom_height, 64",
        "custom_width, 4096",
        "quality, 10",
        "quality, 100",
        "samples, 4",
        "seed, 0",
        "seed, 9007199254740991",
        "identity_strength, 0",
        "identity_strength, 1.5",
        "pose_strength, 0",
        "pose_strength, 1.5",
        "seed, 7.0",
        "seed, 1e3",
        "quality, '\"50\"'",
        "samples, '\" 2 \"'",
        "negative_prompt, '\"\"'",
    })
    void a_value_at_the_end_of_its_range_is_accepted(String field, String literal) {
        service.json(account, Sent.jsonWith(field, literal)).ok();
    }

    @ParameterizedTest
    @CsvSource({
        "custom_width, 63, 'a whole number from 64 to 4096, not 63'",
        "custom_width, 4097, 'a whole number from 64 to 4096, not 4097'",
        "custom_height, 63, 'from 64 to 4096'",
        "custom_height, 4097, 'from 64 to 4096'",
        "custom_height, 512.5, 'a whole number'",
        "quality, 9, 'from 10 to 100'",
        "quality, 101, 'from 10 to 100'",
        "samples, 0, 'from 1 to 4'",
        "samples, 5, 'from 1 to 4'",
        "samples, -1, 'from 1 to 4'",
        "samples, true, 'not true or false'",
        "samples, [1], 'not a list'",
        "samples, '{\"n\":1}', 'not an object'",
        "samples, '\"two\"', 'not \"two\"'",
        "samples, '\"\"', 'from 1 to 4'",
        "seed, -2, 'from -1 to 9007199254740991'",
        "seed, 9007199254740992, 'from -1 to 9007199254740991'",
        "seed, 1e999999999, 'from -1 to 9007199254740991'",
        "seed, 1e-999999999, 'a whole number'",
        "seed, 99999999999999999999999999, 'from -1'",
        "identity_strength, -0.1, 'from 0.0 to 1.5'",
        "identity_strength, 1.51, 'from 0.0 to 1.5'",
        "pose_strength, 2, 'from 0.0 to 1.5'",
        "pose_strength, '\"strong\"', 'not \"strong\"'",
        "pose_strength, 1e999999999, 'from 0.0 to 1.5'",
        "base_64, '\"yes\"', 'true or false'",
        "base_64, 2, 'true or false'",
        "base_64, '\"\"', 'true or false'",
        "base_64, [], 'not a list'",
        "use_input_img_dimension, '\"on\"', 'true or false'",
        "output_format, '\"gif\"', 'one of png, jpeg, jpg, webp, not \"gif\"'",
        "output_format, 1, 'one of png'",
        "output_format, '\"\"', 'one of png'",
        "prompt, '\"\"', 'required and must not be blank'",
        "prompt, '\"  \\n\\t \"', 'required and must not be blank'",
        "prompt, null, 'required and must not be blank'",
        "prompt, 5, 'must be a text, not a number'",
        "prompt, [\"a\"], 'must be a text, not a list'",
        "negative_prompt, false, 'must be a text, not true or false'",
        "profile, '\"turbo\"', 'no workflow profiles'",
        "face_image, 5, 'not a number'",
        "face_image, true, 'not true or false'",
        "face_image, [], 'not a list'",
        "face_image, {}, 'not an object'",
        "face_image, null, 'is required'",
        "face_image, '\"\"', 'is required'",
        "pose_image, '\"\"', 'is required'",
    })
    void a_value_beyond_its_range_or_of_another_type_is_refused(String field, String literal, String words) {
        Answer answer = service.refusal(account, () -> service.json(account, Sent.jsonWith(field, literal)));

        answer.refused(400, "invalid_request");
        assertThat(answer.violatedFields()).containsExactly(field);
        assertThat(answer.violationOf(field)).contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "false, image/png",
        "0, image/png",
        "'\"false\"', image/png",
        "'\"False\"', image/png",
        "'\"0\"', image/png",
        "true, application/json",
        "1, application/json",
        "'\"true\"', application/json",
        "'\"TRUE\"', application/json",
        "'\"1\"', application/json",
    })
    void booleans_may_be_written_as_clients_write_them(String literal, String mediaType) {
        assertThat(service.json(account, Sent.jsonWith("base_64", literal)).ok().mediaType())
                .isEqualTo(mediaType);
    }

    @ParameterizedTest
    @CsvSource({"png, image/png", "jpeg, image/jpeg", "jpg, image/jpeg", "webp, image/webp", "PNG, image/png"})
    void the_format_is_the_one_asked_for(String format, String mediaType) {
        Answer answer =
                service.json(account, Sent.request("output_format", format)).ok();

        assertThat(answer.json().get("content_type").textValue()).isEqualTo(mediaType);
        assertThat(signature(answer.image())).isEqualTo(mediaType);
        assertThat(Answer.sizeOf(answer.image())).isEqualTo("96x128");
    }

    private static String signature(byte[] file) {
        if (file[0] == (byte) 0x89 && file[1] == 'P') {
            return "image/png";
        }
        return file[0] == (byte) 0xFF && file[1] == (byte) 0xD8 ? "image/jpeg" : file[8] == 'W' ? "image/webp" : "?";
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "webp"})
    void a_lower_quality_makes_a_smaller_file(String format) {
        byte[] coarse = service.json(account, Sent.request("output_format", format, "quality", 10))
                .image();
        byte[] fine = service.json(account, Sent.request("output_format", format, "quality", 100))
                .image();

        assertThat(coarse.length).isLessThan(fine.length);
    }

    @Test
    void a_drawn_seed_is_told_and_makes_the_same_picture_again() {
        Answer drawn = service.json(account, Sent.request("seed", -1)).ok();
        Answer other = service.json(account, Sent.request("seed", -1)).ok();
        long seed = Long.parseLong(drawn.header("x-seed-value"));

        Answer again = service.json(account, Sent.request("seed", seed)).ok();

        assertThat(seed).isBetween(0L, (1L << 53) - 1);
        assertThat(drawn.json().get("seed").longValue()).isEqualTo(seed);
        assertThat(again.image()).isEqualTo(drawn.image());
        assertThat(other.header("x-seed-value")).isNotEqualTo(drawn.header("x-seed-value"));
    }

    @Test
    void the_prompt_and_the_seed_make_a_difference() {
        byte[] picture = service.json(account, Sent.request()).image();

        assertThat(service.json(account, Sent.request("prompt", "a blue shirt in the desert"))
                        .image())
                .isNotEqualTo(picture);
        assertThat(service.json(account, Sent.request("seed", 1)).image()).isNotEqualTo(picture);
    }

    @Test
    void a_prompt_is_counted_in_characters_and_4000_of_them_are_let_through() {
        service.json(account, Sent.request("prompt", "\uD83C\uDF27".repeat(4_000)))
                .ok();

        Answer longer = service.refusal(
                account, () -> service.json(account, Sent.request("prompt", "\uD83C\uDF27".repeat(4_001))));

        assertThat(longer.refused(400, "invalid_request").violationOf("prompt")).contains("4,000", "4,001");
    }

    @Test
    void an_unknown_field_is_named_with_the_closest_known_one() {
        Answer answer = service.refusal(account, () -> service.json(account, Sent.request("promt", "x")));

        assertThat(answer.refused(400, "invalid_request").violationOf("promt")).contains("did you mean prompt?");
        assertThat(answer.json().get("error").textValue()).contains("promt").contains("prompt");
    }

    @Test
    void all_violations_are_told_at_once() {
        Answer answer = service.refusal(
                account,
                () -> service.json(
                        account,
                        Map.of(
                                "face_image", "%%%",
                                "quality", 5,
                                "samples", "x",
                                "seed", -9,
                                "output_format", "bmp",
                                "base_64", "maybe",
                                "colour", "red")));

        answer.refused(400, "invalid_request");
        assertThat(answer.violatedFields())
                .containsExactlyInAnyOrder(
                        "face_image",
                        "pose_image",
                        "prompt",
                        "quality",
                        "samples",
                        "seed",
                        "output_format",
                        "base_64",
                        "colour");
    }

    @Test
    void a_form_is_read_like_json() {
        Answer form = service.form(
                        account,
                        Sent.form(Sent.parts("seed", 5, "samples", 2, "base_64", "1", "identity_strength", 0.5)))
                .ok();
        Answer json = service.json(account, Sent.request("seed", 5, "samples", 2, "identity_strength", 0.5))
                .ok();

        assertThat(form.text()).isEqualTo(json.text());
    }

    @ParameterizedTest
    @CsvSource({
        "custom_width, 63, 64 to 4096",
        "quality, fine, 10 to 100",
        "samples, '2 2', 1 to 4",
        "promt, '', did you mean prompt?",
        "base_64, on, true or false",
        "output_format, gif, one of png",
        "prompt, ' ', must not be blank",
        "promt, x, did you mean prompt?",
    })
    void a_forms_fields_are_refused_like_jsons(String field, String value, String words) {
        Answer answer = service.refusal(account, () -> service.form(account, Sent.form(Sent.parts(field, value))));

        assertThat(answer.refused(400, "invalid_request").violationOf(field)).contains(words);
    }

    /** Browsers and form libraries send every field, also those that were left blank. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\t "})
    void optional_fields_of_a_form_that_are_left_blank_have_their_default(String blank) {
        Object[] fields = Stream.of(
                        "base_64",
                        "custom_width",
                        "custom_height",
                        "use_input_img_dimension",
                        "output_format",
                        "quality",
                        "samples",
                        "seed",
                        "negative_prompt",
                        "identity_strength",
                        "pose_strength",
                        "profile",
                        "webhook_url")
                .flatMap(name -> Stream.of(name, blank))
                .toArray();

        Answer form = service.form(account, Sent.form(Sent.parts(fields))).ok();

        assertThat(form.text()).isEqualTo(service.json(account, Sent.request()).text());
    }

    @Test
    void a_file_where_a_text_belongs_is_refused() {
        List<Sent.Part> parts = Sent.parts();
        parts.removeIf(part -> part.headers().contains("\"prompt\""));
        parts.add(Sent.Part.file("prompt", "prompt.txt", "a coat".getBytes()));

        Answer answer = service.refusal(account, () -> service.form(account, Sent.form(parts)));

        assertThat(answer.refused(400, "invalid_request").violationOf("prompt")).contains("a file");
    }

    @Test
    void thousands_of_unknown_fields_get_a_short_answer() {
        Map<String, Object> fields = Sent.request();
        for (int i = 0; i < 300_000; i++) {
            fields.put("unknown_field_" + i, i);
        }

        Answer answer = service.refusal(account, () -> service.json(account, fields));

        answer.refused(400, "invalid_request");
        assertThat(answer.body().length).isLessThan(100_000);
    }
}
