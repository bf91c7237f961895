package dev.likeness.api;

import dev.likeness.input.ByteSlice;
import java.util.Arrays;

/** The value of a request field as it came, before anything is known of what it should be. */
sealed interface FieldValue {

    /** A short text: a JSON string, or a form part that is no file. */
    record Text(String text) implements FieldValue {}

    /** A JSON number, as it was written. */
    record Number(String literal) implements FieldValue {}

    record Flag(boolean value) implements FieldValue {}

    /**
     * The text of an image field, UTF-8, where it lies in the body: base64, a data URI or a URL.
     *
     * @param escaped whether it stands between the quotes of a JSON string, escapes and all
     */
    record LongText(ByteSlice utf8, boolean escaped) implements FieldValue {}

    /** A file part of a form, where it lies in the body. */
    record File(ByteSlice content) implements FieldValue {

        byte[] bytes() {
            return Arrays.copyOfRange(content.array(), content.from(), content.to());
        }
    }

    /** A field of a form that was left blank, which counts as absent: forms send all of their fields. */
    record Blank() implements FieldValue {}

    /** Something that no field takes. */
    record Unfit(String what) implements FieldValue {}

    /** As one says what it is. */
    default String kind() {
        if (this instanceof Unfit unfit) {
            return unfit.what();
        }
        if (this instanceof Number) {
            return "a number";
        }
        return this instanceof Flag ? "true or false" : "a text";
    }

    /** The value itself where it is short, since that is what a caller looks for. */
    default String shown() {
        if (this instanceof Number number && number.literal().length() <= 40) {
            return number.literal();
        }
        if (this instanceof Text text && text.text().length() <= 40) {
            return '"' + text.text() + '"';
        }
        return kind();
    }
}
