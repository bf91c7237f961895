package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PiecesTest {

    private final Random random = new Random(48);

    @Test
    void files_of_any_length_come_out_whole_and_as_long_as_announced() {
        for (int whole = 0; whole <= 3; whole++) {
            for (int beside = -4; beside <= 4; beside++) {
                byte[] file = bytes(Math.max(0, whole * Pieces.LENGTH + beside));

                Pieces pieces = new Pieces()
                        .ascii("[")
                        .bytes(file)
                        .ascii("|")
                        .base64(file)
                        .ascii("]");

                Buffer expected = Buffer.buffer("[")
                        .appendBytes(file)
                        .appendString("|" + Base64.getEncoder().encodeToString(file) + "]");
                assertThat(pieces.length()).isEqualTo(expected.length());
                assertThat(joined(pieces)).isEqualTo(expected);
            }
        }
    }

    @Test
    void a_piece_is_made_when_it_is_asked_for() {
        byte[] file = bytes(3 * Pieces.LENGTH);
        AssertSubscriber<Outgoing> reader =
                new Pieces().base64(file).after(head()).subscribe().withSubscriber(AssertSubscriber.create(2));

        // The second piece is not there yet: what is written to it now is what is sent.
        file[Pieces.LENGTH] ^= 1;
        reader.request(1);

        Buffer second = ((Outgoing.Data) reader.getItems().get(2)).bytes();
        assertThat(Base64.getDecoder().decode(second.getBytes())[0]).isEqualTo(file[Pieces.LENGTH]);
    }

    private static Buffer joined(Pieces pieces) {
        Buffer joined = Buffer.buffer();
        List<Outgoing> sent = pieces.after(head()).collect().asList().await().indefinitely();
        sent.stream().skip(1).forEach(data -> joined.appendBuffer(((Outgoing.Data) data).bytes()));
        return joined;
    }

    private static Outgoing.Head head() {
        return new Outgoing.Head("text/plain", Outgoing.Head.UNKNOWN, Map.of());
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
