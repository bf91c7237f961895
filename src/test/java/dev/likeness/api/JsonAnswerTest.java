package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.error.BackendFailed;
import dev.likeness.flow.FlowEvent;
import dev.likeness.output.EncodedImage;
import dev.likeness.output.OutputFormat;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonAnswerTest {

    private static final UUID ID = new UUID(1, 2);
    private final Random random = new Random(3);

    @Test
    void one_picture_reads_back_as_it_was() throws Exception {
        byte[] file = bytes(100_001);

        List<Outgoing> sent = sent(new JsonAnswer(false), List.of(image(0, file)));

        JsonNode body = body(sent);
        assertThat(body.get("image").binaryValue()).isEqualTo(file);
        assertThat(body.get("seed").longValue()).isEqualTo(7);
        assertThat(body.get("content_type").textValue()).isEqualTo("image/webp");
        assertThat(body.size()).isEqualTo(3);
    }

    @Test
    void pictures_of_any_length_read_back_in_the_order_of_their_samples() throws Exception {
        for (int round = 0; round < 20; round++) {
            List<byte[]> files = IntStream.range(0, 4)
                    .mapToObj(i -> bytes(random.nextInt(40_000)))
                    .toList();
            List<EncodedImage> images = new ArrayList<>(
                    IntStream.range(0, 4).mapToObj(i -> image(i, files.get(i))).toList());
            java.util.Collections.shuffle(images, random);

            JsonNode body = body(sent(new JsonAnswer(true), images));

            assertThat(body.has("image")).isFalse();
            assertThat(body.get("seed").longValue()).isEqualTo(7);
            for (int i = 0; i < 4; i++) {
                assertThat(body.get("images").get(i).binaryValue()).isEqualTo(files.get(i));
            }
        }
    }

    @Test
    void the_announced_length_is_the_length() {
        List<Outgoing> sent = sent(new JsonAnswer(false), List.of(image(0, bytes(1_000))));

        assertThat(((Outgoing.Head) sent.get(0)).length())
                .isEqualTo(joined(sent).length());
    }

    @Test
    void nothing_goes_out_before_all_is_paid() {
        var answer = new JsonAnswer(false)
                .to(
                        Multi.createBy()
                                .concatenating()
                                .streams(
                                        Multi.createFrom().items(accepted(), ready(image(0, bytes(10)))),
                                        Multi.createFrom().failure(new BackendFailed("late"))),
                        ID)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10));

        answer.assertFailedWith(BackendFailed.class).assertHasNotReceivedAnyItem();
    }

    private static List<Outgoing> sent(JsonAnswer answer, List<EncodedImage> images) {
        List<FlowEvent> events = new ArrayList<>(List.of(accepted(), new FlowEvent.Taken("preview")));
        images.forEach(image -> events.add(ready(image)));
        events.add(new FlowEvent.Done(BigDecimal.ONE, BigDecimal.TEN, Duration.ofMillis(1_234)));
        return answer.to(Multi.createFrom().iterable(events), ID)
                .collect()
                .asList()
                .await()
                .indefinitely();
    }

    private static FlowEvent accepted() {
        return new FlowEvent.Accepted(BigDecimal.ONE, BigDecimal.TEN, 7);
    }

    private static FlowEvent ready(EncodedImage image) {
        return new FlowEvent.ImageReady(image);
    }

    private static EncodedImage image(int sample, byte[] file) {
        return new EncodedImage(sample, 7L + sample, OutputFormat.WEBP, 64, 64, file);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static JsonNode body(List<Outgoing> sent) throws Exception {
        return new ObjectMapper().readTree(joined(sent).getBytes());
    }

    private static Buffer joined(List<Outgoing> sent) {
        Buffer joined = Buffer.buffer();
        sent.stream().skip(1).forEach(data -> joined.appendBuffer(((Outgoing.Data) data).bytes()));
        return joined;
    }
}
