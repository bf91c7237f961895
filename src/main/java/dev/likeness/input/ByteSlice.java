package dev.likeness.input;

import java.util.Arrays;
import java.util.Objects;

/**
 * A part of an array that is read in place, so that a picture of 15 MiB is not copied on its way from the request body.
 *
 * @param array not a copy: it must not be written to while the slice is in use
 * @param from the first byte of the slice
 * @param to the byte after its last
 */
public record ByteSlice(byte[] array, int from, int to) {

    public ByteSlice {
        Objects.checkFromToIndex(from, to, array.length);
    }

    public static ByteSlice of(byte[] whole) {
        return new ByteSlice(whole, 0, whole.length);
    }

    public int length() {
        return to - from;
    }

    /** The {@code length} bytes from {@code at}, counted from this slice's start; a {@link Refusal} where they end early. */
    ByteSlice part(int at, int length) {
        need(at, length);
        return new ByteSlice(array, from + at, from + at + length);
    }

    ByteSlice rest(int at) {
        return part(at, length() - at);
    }

    byte[] copy() {
        return Arrays.copyOfRange(array, from, to);
    }

    int u8(int at) {
        need(at, 1);
        return array[from + at] & 0xff;
    }

    int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    /** Unsigned, so that a length of 4 GiB stays larger than the file instead of turning negative. */
    long u32(int at) {
        return (long) u16(at) << 16 | u16(at + 2);
    }

    int u16le(int at) {
        return u8(at) | u8(at + 1) << 8;
    }

    int u24le(int at) {
        return u16le(at) | u8(at + 2) << 16;
    }

    long u32le(int at) {
        return u16le(at) | (long) u16le(at + 2) << 16;
    }

    /** Whether these bytes of ISO 8859-1 stand at {@code at}; false where the slice ends first. */
    boolean has(int at, String bytes) {
        if (at < 0 || length() - at < bytes.length()) {
            return false;
        }
        for (int i = 0; i < bytes.length(); i++) {
            if ((array[from + at + i] & 0xff) != bytes.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void need(int at, int length) {
        if (at < 0 || length < 0 || at > length() - length) {
            throw Refusal.truncated();
        }
    }
}
