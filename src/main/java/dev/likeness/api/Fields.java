package dev.likeness.api;

import dev.likeness.output.OutputFormat;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The request fields of the contract: the one place that says their names, defaults and ranges. Requests are read by it
 * and the OpenAPI document is written from it.
 */
final class Fields {

    sealed interface Field {

        String name();

        String description();
    }

    record Image(String name, String description) implements Field {}

    record Text(String name, boolean required, int maxLength, String description) implements Field {}

    record Flag(String name, boolean byDefault, String description) implements Field {}

    record Integer(String name, long byDefault, long min, long max, String description) implements Field {}

    record Decimal(String name, double min, double max, String description) implements Field {}

    /** Credits. @param byDefault absent when it is required */
    record Amount(
            String name,
            Optional<BigDecimal> byDefault,
            BigDecimal min,
            BigDecimal max,
            int decimals,
            String description)
            implements Field {}

    /** @param values what is accepted, aliases included, in lower case */
    record Choice<T>(String name, T byDefault, Map<String, T> values, String description) implements Field {

        /** The first of the names that mean the default. */
        String defaultName() {
            return values.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(byDefault))
                    .findFirst()
                    .orElseThrow()
                    .getKey();
        }
    }

    private static final int MAX_TEXT = 4_000;

    /** Several times what there is: a body with more is no slip of the pen, and not worth an answer field by field. */
    static final int MOST = 100;

    static final Image FACE_IMAGE = new Image(
            "face_image",
            "Who: a picture that shows the character's face. Base64, a data: URI, an http(s) URL or, in a form, a file;"
                    + " PNG, JPEG or WebP of at most 15 MiB, 40 megapixels, sides of 64 to 8192 pixels.");
    static final Image POSE_IMAGE = new Image(
            "pose_image",
            "How: a photo of a person in the pose, or an OpenPose skeleton image. Given like face_image.");
    static final Text PROMPT = new Text("prompt", true, MAX_TEXT, "What the pictures show.");
    static final Flag BASE_64 =
            new Flag("base_64", true, "Whether the pictures come as base64 in a JSON object, or as they are.");
    static final Integer CUSTOM_WIDTH =
            new Integer("custom_width", 1024, 64, 4096, "Width in pixels, used when use_input_img_dimension is false.");
    static final Integer CUSTOM_HEIGHT = new Integer(
            "custom_height", 1024, 64, 4096, "Height in pixels, used when use_input_img_dimension is false.");
    static final Flag USE_INPUT_IMG_DIMENSION = new Flag(
            "use_input_img_dimension",
            true,
            "Whether the pictures take the upright pose image's size, scaled into 64 to 4096 with its aspect kept.");
    static final Choice<OutputFormat> OUTPUT_FORMAT = new Choice<>(
            "output_format", OutputFormat.PNG, formats(), "What the pictures are written as; jpg means jpeg.");
    static final Integer QUALITY = new Integer("quality", 95, 10, 100, "Of jpeg and webp; the higher, the finer.");
    static final Integer SAMPLES = new Integer("samples", 1, 1, 4, "How many pictures; sample i uses seed + i.");
    static final Integer SEED = new Integer(
            "seed",
            2_778_725_438L,
            -1,
            (1L << 53) - 1,
            "The same seed gives the same picture; -1 draws one at random.");
    static final Text NEGATIVE_PROMPT = new Text("negative_prompt", false, MAX_TEXT, "What the pictures do not show.");
    static final Decimal IDENTITY_STRENGTH = new Decimal(
            "identity_strength", 0, 1.5, "How strongly the face is imposed; the backend's own when absent.");
    static final Decimal POSE_STRENGTH =
            new Decimal("pose_strength", 0, 1.5, "How strongly the pose is imposed; the backend's own when absent.");
    static final Text PROFILE = new Text(
            "profile", false, 64, "A workflow profile that the operator has enabled; the default one when absent.");

    static final Text WEBHOOK_URL = new Text(
            "webhook_url",
            false,
            2_048,
            "Of POST /v2/consistent-character-with-pose only: an http(s) address that is sent one signed POST when the"
                    + " request ends, as the Standard Webhooks specification has it.");

    /** In the order of the contract. */
    static final List<Field> ALL = List.of(
            FACE_IMAGE,
            POSE_IMAGE,
            PROMPT,
            BASE_64,
            CUSTOM_WIDTH,
            CUSTOM_HEIGHT,
            USE_INPUT_IMG_DIMENSION,
            OUTPUT_FORMAT,
            QUALITY,
            SAMPLES,
            SEED,
            NEGATIVE_PROMPT,
            IDENTITY_STRENGTH,
            POSE_STRENGTH,
            PROFILE,
            WEBHOOK_URL);

    static final Set<String> NAMES = ALL.stream().map(Field::name).collect(Collectors.toUnmodifiableSet());
    static final Set<String> IMAGES = Set.of(FACE_IMAGE.name(), POSE_IMAGE.name());

    private Fields() {}

    private static Map<String, OutputFormat> formats() {
        Map<String, OutputFormat> formats = new LinkedHashMap<>();
        formats.put("png", OutputFormat.PNG);
        formats.put("jpeg", OutputFormat.JPEG);
        formats.put("jpg", OutputFormat.JPEG);
        formats.put("webp", OutputFormat.WEBP);
        return formats;
    }
}
