package dev.likeness.error;

import java.util.List;
import java.util.stream.Collectors;

/** The request cannot be served as it stands; it names every violated field at once, and nothing was charged. */
public final class InvalidRequest extends Failure {

    private final List<FieldViolation> violations;

    private InvalidRequest(String code, String message, List<FieldViolation> violations) {
        super(code, message);
        this.violations = List.copyOf(violations);
    }

    /** The body as a whole cannot be read. */
    public static InvalidRequest unreadable(String message) {
        return new InvalidRequest("invalid_request", message, List.of());
    }

    /** One or more fields break their rules. */
    public static InvalidRequest violating(List<FieldViolation> violations) {
        return new InvalidRequest("invalid_request", joined(violations), violations);
    }

    /** The bytes given for an image are no image that is accepted. */
    public static InvalidRequest image(String field, String message) {
        return of("invalid_image", new FieldViolation(field, message));
    }

    /** The URL given for an image cannot or must not be fetched. */
    public static InvalidRequest unreachable(String field, String message) {
        return of("image_unreachable", new FieldViolation(field, message));
    }

    /** Several failed fields as one failure, so that the caller learns of all of them at once. */
    public static InvalidRequest all(List<InvalidRequest> failures) {
        if (failures.size() == 1) {
            return failures.get(0);
        }
        List<FieldViolation> violations =
                failures.stream().flatMap(f -> f.violations.stream()).toList();
        String code = failures.stream().map(Failure::code).distinct().count() == 1
                ? failures.get(0).code()
                : "invalid_request";
        return new InvalidRequest(code, joined(violations), violations);
    }

    private static InvalidRequest of(String code, FieldViolation violation) {
        return new InvalidRequest(code, joined(List.of(violation)), List.of(violation));
    }

    private static String joined(List<FieldViolation> violations) {
        return violations.stream().map(v -> v.field() + ": " + v.message()).collect(Collectors.joining("; "));
    }

    /** Every violated field, in the order of the contract; empty when the body as a whole is unreadable. */
    public List<FieldViolation> violations() {
        return violations;
    }
}
