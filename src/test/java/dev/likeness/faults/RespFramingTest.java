package dev.likeness.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RespFramingTest {

    @Test
    void replies_of_the_third_protocol_are_paired_with_their_commands() {
        RespFraming framing = new RespFraming();
        String replies = "%2\r\n+a\r\n:1\r\n+b\r\n*2\r\n$3\r\nx\r\n\r\n_\r\n" // one map
                + ">2\r\n+message\r\n$2\r\nhi\r\n" // a push
                + "|1\r\n+ttl\r\n:3\r\n*0\r\n" // an empty array with an attribute
                + "$-1\r\n" + ",1.5\r\n" + "#t\r\n" + "*-1\r\n";
        byte[] bytes = replies.getBytes(StandardCharsets.UTF_8);
        int messages = 0;
        int pushes = 0;
        for (int at = 0; at < bytes.length; ) {
            at += framing.read(bytes, at, Math.min(bytes.length, at + 3));
            if (framing.recognised() != null) {
                messages++;
                pushes += framing.isPush() ? 1 : 0;
            }
        }
        assertThat(messages).isEqualTo(7);
        assertThat(pushes).isEqualTo(1);
    }
}
