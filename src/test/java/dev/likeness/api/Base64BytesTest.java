package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base64BytesTest {

    @Test
    void every_length_is_written_as_java_writes_it() {
        Random random = new Random(64);
        for (int length = 0; length < 300; length++) {
            check(bytes(random, length), random.nextInt(50));
        }
        for (int step = 1; step <= 3; step++) {
            for (int beside = -4; beside <= 4; beside++) {
                check(bytes(random, step * 3 * 4096 + beside), random.nextInt(50));
            }
        }
        for (int i = 0; i < 50; i++) {
            check(bytes(random, random.nextInt(200_000)), random.nextInt(50));
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void check(byte[] bytes, int at) {
        byte[] expected = Base64.getEncoder().encode(bytes);
        byte[] to = new byte[at + expected.length + 5];
        Arrays.fill(to, (byte) '!');

        int after = Base64Bytes.write(bytes, to, at);

        assertThat(Base64Bytes.lengthOf(bytes.length)).isEqualTo(expected.length);
        assertThat(after).isEqualTo(at + expected.length);
        assertThat(Arrays.equals(to, at, after, expected, 0, expected.length)).isTrue();
        assertThat(new String(to, 0, at) + new String(to, after, 5)).isEqualTo("!".repeat(at + 5));
    }
}
