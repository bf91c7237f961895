package dev.likeness.generation.segmind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendTimeout;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.Failure;
import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import dev.likeness.error.NoFace;
import dev.likeness.error.NoPerson;
import dev.likeness.error.PayloadTooLarge;
import dev.likeness.remote.Answer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the upstream's refusals mean to our caller. Only what is about the caller's own fields is told in the upstream's words;
 * the rest, such as the state of our account there, is ours to see to, and its words go into the log as a cause.
 */
final class Refusals {

    /** What a caller of ours can do something about. */
    private static final List<String> FIELDS = List.of(
            "face_image",
            "pose_image",
            "negative_prompt",
            "prompt",
            "custom_width",
            "custom_height",
            "identity_strength",
            "pose_strength",
            "profile",
            "samples",
            "seed");

    private static final Set<String> ABOUT_IMAGES = Set.of("invalid_image", "image_unreachable");

    private final Clock clock;
    private final Duration retryAfter;
    private final String prompt;
    private final Standing standing;

    /**
     * @param retryAfter when the upstream does not say it
     * @param prompt of the job, which is kept out of the log
     * @param standing which is told of refusals that are about our account
     */
    Refusals(Clock clock, Duration retryAfter, String prompt, Standing standing) {
        this.clock = clock;
        this.retryAfter = retryAfter;
        this.prompt = prompt;
        this.standing = standing;
    }

    /**
     * Whether nobody can say that no job has come of it: a gateway in between gave up, or its answer is not the upstream's. An
     * upstream that says a code of ours speaks for itself.
     */
    static boolean leavesUnsure(Answer answer) {
        return (answer.status() == 502 || answer.status() == 504)
                && Words.json(answer).path("code").asText("").isEmpty();
    }

    /**
     * Of an answer to a request for pictures that is not the pictures.
     *
     * @param worked whether the upstream answers only when it has worked on the job, as in v1
     */
    Failure of(Answer answer, boolean worked) {
        standing.refused(answer);
        JsonNode said = Words.json(answer);
        Throwable cause = cause("the upstream answers " + answer.status() + ": " + Words.error(said));
        return switch (answer.status()) {
            case 400, 422 -> aboutTheRequest(said, cause);
            case 401, 403 ->
                new BackendUnavailable(
                        "The service that makes the pictures does not let this one in at present; its operator has to see to it",
                        retryAfter,
                        cause);
            case 406 -> isAboutMoney(said) ? withoutCredits(cause) : aboutTheRequest(said, cause);
            case 404, 410 -> unavailable(retryAfter, cause);
            case 413 ->
                new PayloadTooLarge("The service that makes the pictures does not take as much; send smaller images");
            case 429, 503 -> unavailable(RetryAfter.of(answer, clock).orElse(retryAfter), cause);
            case 504 -> late(cause);
            case 500 -> worked ? failed(cause) : unavailable(retryAfter, cause);
            default -> failed(cause);
        };
    }

    /** Of a job that has ended without pictures. */
    Failure ofJob(JsonNode status) {
        Throwable cause = cause("the job failed at the upstream: " + Words.error(status));
        return status.path("code").asText().equals("backend_timeout") ? late(cause) : aboutTheRequest(status, cause);
    }

    /** @param forTheLog why there are no pictures */
    BackendFailed failed(String forTheLog) {
        return failed(cause(forTheLog));
    }

    private static BackendFailed failed(Throwable cause) {
        return new BackendFailed(
                "The service that makes the pictures could not make these; try again, or with other pictures", cause);
    }

    static BackendTimeout late(Throwable cause) {
        return new BackendTimeout(
                "The service that makes the pictures did not make them in time; nothing was charged", cause);
    }

    BackendUnavailable unavailable(Duration wait, Throwable cause) {
        return new BackendUnavailable(
                String.format(
                        Locale.ROOT,
                        "The service that makes the pictures cannot take any at present; try again in %d s",
                        Math.max(1, wait.toSeconds())),
                wait,
                cause);
    }

    private BackendUnavailable withoutCredits(Throwable cause) {
        return new BackendUnavailable(
                "The service that makes the pictures takes none from this one at present; its operator has to see to it",
                retryAfter,
                cause);
    }

    /** The hosted API says with the same status that a value or a content type is wrong. */
    static boolean isAboutMoney(JsonNode said) {
        String words = Words.error(said).toLowerCase(Locale.ROOT);
        return words.isEmpty()
                || said.path("code").asText().equals("insufficient_credits")
                || words.contains("credit")
                || words.contains("balance")
                || words.contains("spend limit");
    }

    private Failure aboutTheRequest(JsonNode said, Throwable cause) {
        String words = Words.error(said);
        String code = said.path("code").asText();
        if (code.equals("no_face") || words.toLowerCase(Locale.ROOT).contains("no face")) {
            return new NoFace("face_image: no face can be made out in it; send a picture that shows one face clearly,"
                    + " from the front and large enough");
        }
        if (code.equals("no_person")) {
            return new NoPerson("pose_image: nobody can be made out in it; send a picture in which a person is clearly"
                    + " visible, or an OpenPose skeleton");
        }
        List<FieldViolation> violations = violations(said, words);
        if (violations.isEmpty()) {
            return failed(cause);
        }
        return ABOUT_IMAGES.contains(code)
                ? InvalidRequest.all(violations.stream()
                        .map(violation -> InvalidRequest.image(violation.field(), violation.message()))
                        .toList())
                : InvalidRequest.violating(violations);
    }

    private static List<FieldViolation> violations(JsonNode said, String words) {
        List<FieldViolation> violations = new ArrayList<>();
        for (JsonNode field : said.path("fields")) {
            if (FIELDS.contains(field.path("field").asText())) {
                violations.add(new FieldViolation(
                        field.path("field").asText(),
                        Words.shortened(field.path("message").asText())));
            }
        }
        if (violations.isEmpty()) {
            FIELDS.stream()
                    .filter(field -> words.matches(".*\\b" + field + "\\b.*"))
                    .findFirst()
                    .ifPresent(field -> violations.add(new FieldViolation(
                            field, words.startsWith(field + ": ") ? words.substring(field.length() + 2) : words)));
        }
        return violations;
    }

    private IllegalStateException cause(String words) {
        return new IllegalStateException(Words.withoutPrompt(words, prompt));
    }
}
