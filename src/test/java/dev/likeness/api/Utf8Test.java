package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private static final byte[][] PIECES = {
        {'a'},
        {'"'},
        {0},
        {0x7f},
        {(byte) 0xc3, (byte) 0xa4},
        {(byte) 0xe2, (byte) 0x82, (byte) 0xac},
        {(byte) 0xf0, (byte) 0x9f, (byte) 0x98, (byte) 0x80},
        {(byte) 0xc3},
        {(byte) 0x80},
        {(byte) 0xff},
    };

    /** Whole characters and pieces of some, at every place among the eights, as the class library judges them. */
    @Test
    void tells_what_the_class_library_tells() {
        Random random = new Random(3);
        int valid = 0;
        for (int round = 0; round < 20_000; round++) {
            ByteBuffer text = ByteBuffer.allocate(64);
            text.put(new byte[random.nextInt(20)]);
            boolean broken = random.nextBoolean();
            for (int i = random.nextInt(10); i > 0; i--) {
                text.put(PIECES[random.nextInt(broken ? PIECES.length : 7)]);
            }
            byte[] bytes = new byte[text.flip().limit()];
            text.get(bytes);

            boolean expected = decodes(bytes);
            assertThat(Utf8.isValid(bytes)).isEqualTo(expected);
            valid += expected ? 1 : 0;
        }
        assertThat(valid).isBetween(5_000, 15_000 + 3_000);
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
