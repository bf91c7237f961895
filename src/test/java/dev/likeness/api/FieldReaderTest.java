package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.likeness.TestConfig;
import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import dev.likeness.input.ImageSources;
import dev.likeness.input.InputConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of reading; which field has which limits is tested over HTTP. */
class FieldReaderTest {

    private static final ImageSources IMAGES = new ImageSources(TestConfig.of(InputConfig.class, Map.of()));

    @Test
    void what_is_absent_has_its_default() {
        FieldReader fields = reader(Map.of());

        assertThat(fields.integer(Fields.SAMPLES)).isEqualTo(1);
        assertThat(fields.integer(Fields.SEED)).isEqualTo(2_778_725_438L);
        assertThat(fields.flag(Fields.BASE_64)).isTrue();
        assertThat(fields.decimal(Fields.POSE_STRENGTH)).isEqualTo(OptionalDouble.empty());
        assertThat(fields.text(Fields.NEGATIVE_PROMPT)).isEmpty();
        assertThatCode(fields::finish).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "3.0", "3e0", "0.3E1", "30e-1", "3.000000000000000000000000"})
    void a_whole_number_may_be_written_in_any_way(String literal) {
        assertThat(reader(Map.of("samples", new FieldValue.Number(literal))).integer(Fields.SAMPLES))
                .isEqualTo(3);
        assertThat(reader(Map.of("samples", new FieldValue.Text(" " + literal + " ")))
                        .integer(Fields.SAMPLES))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "1e-999999999",
                "1e2147483647",
                "1e-2147483648",
                "1e99999999999",
                "0e999999999",
                "-1e999999999",
                "99999999999999999999999999999999999999999999",
                "0.00000000000000000000000000000000000000000001",
                "NaN",
                "Infinity",
                "0x3",
                "3f",
                "3d",
                "\u0663\u0663",
                "",
                " ",
                "--3",
            })
    void a_number_beyond_reason_is_refused_without_being_worked_out(String literal) {
        for (FieldValue value : List.of(new FieldValue.Number(literal), new FieldValue.Text(literal))) {
            FieldReader fields = reader(Map.of("samples", value, "pose_strength", value));
            fields.integer(Fields.SAMPLES);
            fields.decimal(Fields.POSE_STRENGTH);

            assertThat(violated(fields)).containsExactlyInAnyOrder("samples", "pose_strength");
        }
    }

    @Test
    void a_refused_value_reads_as_the_default_until_the_end() {
        FieldReader fields = reader(Map.of("samples", new FieldValue.Number("9")));

        assertThat(fields.integer(Fields.SAMPLES)).isEqualTo(1);
        assertThat(violated(fields)).containsExactly("samples");
    }

    @Test
    void unknown_fields_come_first_and_in_order() {
        FieldReader fields = reader(Map.of(
                "zeta",
                new FieldValue.Flag(true),
                "alpha",
                new FieldValue.Flag(true),
                "quality",
                new FieldValue.Number("1")));
        fields.integer(Fields.QUALITY);

        assertThat(violated(fields)).containsExactly("alpha", "zeta", "quality");
    }

    @Test
    void a_name_of_megabytes_is_not_repeated() {
        FieldReader fields = reader(Map.of("n".repeat(5_000_000), new FieldValue.Flag(true)));

        InvalidRequest refused = catchThrowableOfType(InvalidRequest.class, fields::finish);

        assertThat(refused.getMessage().length()).isLessThan(500);
    }

    @Test
    void a_value_of_megabytes_is_not_repeated() {
        FieldReader fields = reader(Map.of(
                "output_format", new FieldValue.Text("x".repeat(5_000_000)),
                "seed", new FieldValue.Number("9".repeat(5_000_000)),
                "base_64", new FieldValue.Text("x".repeat(5_000_000))));
        fields.choice(Fields.OUTPUT_FORMAT);
        fields.integer(Fields.SEED);
        fields.flag(Fields.BASE_64);

        InvalidRequest refused = catchThrowableOfType(InvalidRequest.class, fields::finish);

        assertThat(refused.getMessage().length()).isLessThan(1_000);
        assertThat(refused.violations()).hasSize(3);
    }

    @Test
    void whatever_comes_in_every_field_is_read_or_refused_but_never_a_defect() {
        Random random = new Random(10);
        List<FieldValue> values = List.of(
                new FieldValue.Text(""),
                new FieldValue.Text("1"),
                new FieldValue.Text("true"),
                new FieldValue.Number("1"),
                new FieldValue.Number("-1e5"),
                new FieldValue.Flag(false),
                new FieldValue.Unfit("a list"));
        for (int round = 0; round < 2_000; round++) {
            Map<String, FieldValue> sent = new LinkedHashMap<>();
            for (Fields.Field field : Fields.ALL) {
                if (random.nextBoolean()) {
                    sent.put(field.name(), values.get(random.nextInt(values.size())));
                }
            }
            FieldReader fields = reader(sent);
            for (Fields.Field field : Fields.ALL) {
                read(fields, field);
            }
            try {
                fields.finish();
            } catch (InvalidRequest refused) {
                assertThat(refused.violations())
                        .allSatisfy(v -> assertThat(Fields.NAMES).contains(v.field()));
            }
        }
    }

    private static void read(FieldReader fields, Fields.Field field) {
        if (field instanceof Fields.Image image) {
            fields.image(image.name());
        } else if (field instanceof Fields.Text text) {
            fields.requiredText(text);
        } else if (field instanceof Fields.Flag flag) {
            fields.flag(flag);
        } else if (field instanceof Fields.Integer integer) {
            fields.integer(integer);
        } else if (field instanceof Fields.Decimal decimal) {
            fields.decimal(decimal);
        } else {
            fields.choice((Fields.Choice<?>) field);
        }
    }

    private static FieldReader reader(Map<String, FieldValue> values) {
        return new FieldReader(values, Fields.NAMES, IMAGES);
    }

    private static List<String> violated(FieldReader fields) {
        return catchThrowableOfType(InvalidRequest.class, fields::finish).violations().stream()
                .map(FieldViolation::field)
                .toList();
    }
}
