package dev.likeness.api;

import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import dev.likeness.input.ImageSource;
import dev.likeness.input.ImageSources;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Reads fields by name, each with its default, range and coercion, and remembers what is wrong with them, so that a caller
 * learns of everything at once. A field that breaks its rules reads as its default until {@link #finish()} refuses the
 * request.
 */
final class FieldReader {

    private final Map<String, FieldValue> values;
    private final ImageSources images;
    private final List<InvalidRequest> imageRefusals = new ArrayList<>();
    private final List<FieldViolation> violations = new ArrayList<>();

    FieldReader(Map<String, FieldValue> values, Set<String> known, ImageSources images) {
        this.values = new HashMap<>(values);
        this.values.values().removeIf(FieldValue.Blank.class::isInstance);
        this.images = images;
        Set<String> unknown = new HashSet<>(values.keySet());
        unknown.removeAll(known);
        unknown.stream()
                .sorted()
                .forEach(name -> violate(shortened(name), "there is no such field" + ClosestName.hint(name, known)));
    }

    /** Of a body without pictures. */
    FieldReader(Map<String, FieldValue> values, Set<String> known) {
        this(values, known, null);
    }

    /** No known name is nearly as long, and a name may have megabytes. */
    static String shortened(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "...";
    }

    /** Null stands for an image that is missing or unreadable; {@link #finish()} throws then. */
    ImageSource image(String name) {
        FieldValue value = values.get(name);
        try {
            if (value instanceof FieldValue.LongText text && text.utf8().length() > 0) {
                return text.escaped() ? images.fromJson(name, text.utf8()) : images.fromText(name, text.utf8());
            }
            if (value instanceof FieldValue.File file && file.content().length() > 0) {
                return images.fromFile(name, file.bytes());
            }
        } catch (InvalidRequest refused) {
            imageRefusals.add(refused);
            return null;
        }
        if (value == null || value instanceof FieldValue.LongText || value instanceof FieldValue.File) {
            violate(name, "is required: an image as base64, data: URI, http(s) URL or, in a form, a file");
        } else {
            violate(
                    name,
                    "must be an image as base64, data: URI, http(s) URL or, in a form, a file, not " + value.kind());
        }
        return null;
    }

    String requiredText(Fields.Text field) {
        Optional<String> text = text(field).filter(t -> !t.isBlank());
        if (text.isEmpty() && violations.stream().noneMatch(v -> v.field().equals(field.name()))) {
            violate(field.name(), "is required and must not be blank");
        }
        return text.orElse("");
    }

    Optional<String> text(Fields.Text field) {
        FieldValue value = values.get(field.name());
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof FieldValue.Text text)) {
            violate(field.name(), "must be a text, not " + value.kind());
            return Optional.empty();
        }
        int length = text.text().codePointCount(0, text.text().length());
        if (length > field.maxLength()) {
            violate(
                    field.name(),
                    String.format(
                            Locale.ROOT, "must be at most %,d characters long, not %,d", field.maxLength(), length));
        }
        return Optional.of(text.text());
    }

    boolean flag(Fields.Flag field) {
        FieldValue value = values.get(field.name());
        if (value == null) {
            return field.byDefault();
        }
        if (value instanceof FieldValue.Flag flag) {
            return flag.value();
        }
        String word = value instanceof FieldValue.Number number ? number.literal() : textOf(value);
        switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1" -> {
                return true;
            }
            case "false", "0" -> {
                return false;
            }
            default -> {
                violate(field.name(), "must be true or false (or 1 or 0), not " + value.shown());
                return field.byDefault();
            }
        }
    }

    long integer(Fields.Integer field) {
        FieldValue value = values.get(field.name());
        if (value == null) {
            return field.byDefault();
        }
        try {
            long number = decimalOf(value).longValueExact();
            if (number >= field.min() && number <= field.max()) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Told below, like one out of range.
        }
        violate(
                field.name(),
                String.format(
                        Locale.ROOT,
                        "must be a whole number from %d to %d, not %s",
                        field.min(),
                        field.max(),
                        value.shown()));
        return field.byDefault();
    }

    OptionalDouble decimal(Fields.Decimal field) {
        FieldValue value = values.get(field.name());
        if (value == null) {
            return OptionalDouble.empty();
        }
        try {
            double number = decimalOf(value).doubleValue();
            if (number >= field.min() && number <= field.max()) {
                return OptionalDouble.of(number);
            }
        } catch (NumberFormatException e) {
            // Told below, like one out of range.
        }
        violate(
                field.name(),
                String.format(
                        Locale.ROOT,
                        "must be a number from %s to %s, not %s",
                        field.min(),
                        field.max(),
                        value.shown()));
        return OptionalDouble.empty();
    }

    /** Exact, since it is money. */
    BigDecimal amount(Fields.Amount field) {
        FieldValue value = values.get(field.name());
        if (value == null) {
            if (field.byDefault().isEmpty()) {
                violate(field.name(), "is required: a number of credits");
            }
            return field.byDefault().orElse(field.min());
        }
        try {
            BigDecimal amount = decimalOf(value).stripTrailingZeros();
            if (amount.compareTo(field.min()) >= 0
                    && amount.compareTo(field.max()) <= 0
                    && amount.scale() <= field.decimals()) {
                return amount;
            }
        } catch (NumberFormatException e) {
            // Told below, like one out of range.
        }
        violate(
                field.name(),
                String.format(
                        Locale.ROOT,
                        "must be a number from %s to %s with at most %d decimals, not %s",
                        field.min(),
                        field.max(),
                        field.decimals(),
                        value.shown()));
        return field.min();
    }

    <T> T choice(Fields.Choice<T> field) {
        FieldValue value = values.get(field.name());
        if (value == null) {
            return field.byDefault();
        }
        T chosen = field.values().get(textOf(value).strip().toLowerCase(Locale.ROOT));
        if (chosen == null) {
            violate(
                    field.name(),
                    String.format(
                            Locale.ROOT,
                            "must be one of %s, not %s",
                            String.join(", ", field.values().keySet()),
                            value.shown()));
            return field.byDefault();
        }
        return chosen;
    }

    void violate(String field, String message) {
        violations.add(new FieldViolation(field, message));
    }

    /** @throws InvalidRequest that names everything that is wrong */
    void finish() {
        List<InvalidRequest> refusals = new ArrayList<>(imageRefusals);
        if (!violations.isEmpty()) {
            refusals.add(InvalidRequest.violating(violations));
        }
        if (!refusals.isEmpty()) {
            throw InvalidRequest.all(refusals);
        }
    }

    /** Bounded, since the literal's exponent is the caller's: expanding 1e999999999 would take all memory. */
    private static BigDecimal decimalOf(FieldValue value) {
        String literal = value instanceof FieldValue.Number number
                ? number.literal()
                : textOf(value).strip();
        if (literal.isEmpty() || literal.length() > 40) {
            throw new NumberFormatException();
        }
        BigDecimal decimal = new BigDecimal(literal);
        if (Math.abs((long) decimal.precision() - decimal.scale()) > 40 || Math.abs((long) decimal.scale()) > 40) {
            throw new NumberFormatException();
        }
        return decimal;
    }

    private static String textOf(FieldValue value) {
        return value instanceof FieldValue.Text text ? text.text() : "";
    }
}
