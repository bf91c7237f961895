package dev.likeness.api;

import dev.likeness.error.InvalidRequest;
import dev.likeness.error.UnsupportedMediaType;
import dev.likeness.flow.CharacterFlow;
import dev.likeness.flow.CharacterRequest;
import dev.likeness.flow.OutputSize;
import dev.likeness.input.ImageSource;
import dev.likeness.input.ImageSources;
import dev.likeness.requests.Webhook;
import dev.likeness.requests.WebhookTargets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Turns the fields of a body into a checked request. Takes CPU time in proportion to the body: never on the event loop. */
@ApplicationScoped
class RequestParser {

    private static final int MAX_SAFE_SEED_BITS = 53;

    private final RandomGenerator random;
    private final CharacterFlow flow;
    private final ImageSources images;
    private final WebhookTargets webhooks;

    RequestParser(RandomGenerator random, CharacterFlow flow, ImageSources images, WebhookTargets webhooks) {
        this.images = images;
        this.webhooks = webhooks;
        this.random = random;
        this.flow = flow;
    }

    /** A request, how its answer is wanted, and who is told of its end. */
    record Parsed(CharacterRequest request, boolean base64, Optional<Webhook> webhook) {}

    /** @throws InvalidRequest that names everything that is wrong with the fields */
    Parsed parse(Map<String, FieldValue> values, Route route) {
        FieldReader fields = new FieldReader(values, Fields.NAMES, images);
        ImageSource face = fields.image(Fields.FACE_IMAGE.name());
        ImageSource pose = fields.image(Fields.POSE_IMAGE.name());
        String prompt = fields.requiredText(Fields.PROMPT);
        boolean base64 = fields.flag(Fields.BASE_64);
        OutputSize size = size(fields);
        var format = fields.choice(Fields.OUTPUT_FORMAT);
        int quality = (int) fields.integer(Fields.QUALITY);
        int samples = (int) fields.integer(Fields.SAMPLES);
        long seed = fields.integer(Fields.SEED);
        var negativePrompt = fields.text(Fields.NEGATIVE_PROMPT);
        var identityStrength = fields.decimal(Fields.IDENTITY_STRENGTH);
        var poseStrength = fields.decimal(Fields.POSE_STRENGTH);
        Optional<String> profile = profile(fields);
        Optional<Webhook> webhook = webhook(fields, route);
        fields.finish();
        return new Parsed(
                new CharacterRequest(
                        face,
                        pose,
                        prompt,
                        negativePrompt,
                        size,
                        format,
                        quality,
                        samples,
                        seed < 0 ? drawn() : seed,
                        identityStrength,
                        poseStrength,
                        profile),
                base64,
                webhook);
    }

    /** The fields of a body in either of the forms that are read. */
    static Map<String, FieldValue> values(byte[] body, String contentType, Set<String> imageFields) {
        return switch (mediaType(contentType)) {
            case "application/json" -> JsonFields.of(body, imageFields);
            case "multipart/form-data" -> FormFields.of(body, contentType, imageFields);
            default ->
                throw new UnsupportedMediaType(String.format(
                        Locale.ROOT,
                        "Content-Type %s is not read here; send application/json or multipart/form-data",
                        contentType == null ? "(none)" : contentType));
        };
    }

    static String mediaType(String contentType) {
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Both sides are checked even when the pose image's size is taken, since a wrong value is a mistake either way. */
    private static OutputSize size(FieldReader fields) {
        int width = (int) fields.integer(Fields.CUSTOM_WIDTH);
        int height = (int) fields.integer(Fields.CUSTOM_HEIGHT);
        return fields.flag(Fields.USE_INPUT_IMG_DIMENSION)
                ? new OutputSize.OfPoseImage()
                : new OutputSize.Custom(width, height);
    }

    private Optional<String> profile(FieldReader fields) {
        Optional<String> profile = fields.text(Fields.PROFILE);
        profile.filter(name -> !flow.profiles().contains(name))
                .ifPresent(name -> fields.violate(
                        Fields.PROFILE.name(),
                        flow.profiles().isEmpty()
                                ? "this server has no workflow profiles; leave the field out"
                                : "must be one of " + String.join(", ", flow.profiles())));
        return profile;
    }

    private Optional<Webhook> webhook(FieldReader fields, Route route) {
        String name = Fields.WEBHOOK_URL.name();
        Optional<String> url = fields.text(Fields.WEBHOOK_URL);
        if (url.isEmpty()) {
            return Optional.empty();
        }
        if (route == Route.V1) {
            fields.violate(name, "is only for POST /v2/consistent-character-with-pose; leave it out here");
        } else {
            try {
                return Optional.of(webhooks.parsed(name, url.get()));
            } catch (InvalidRequest refused) {
                refused.violations().forEach(violation -> fields.violate(name, violation.message()));
            }
        }
        return Optional.empty();
    }

    private long drawn() {
        return random.nextLong(1L << MAX_SAFE_SEED_BITS);
    }
}
