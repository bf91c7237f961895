package dev.likeness.input;

public sealed interface ImageSource {
    record Inline(byte[] bytes) implements ImageSource {}

    static ImageSource parse(String field, ByteSlice text) {
        byte[] b = java.util.Arrays.copyOfRange(text.array(), text.from(), text.to());
        return new Inline(java.util.Base64.getMimeDecoder().decode(b));
    }

    static ImageSource file(ByteSlice c) {
        return new Inline(java.util.Arrays.copyOfRange(c.array(), c.from(), c.to()));
    }
}
