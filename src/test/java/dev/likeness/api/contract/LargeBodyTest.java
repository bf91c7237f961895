package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Bodies that are larger than any request needs to be. */
@QuarkusTest
class LargeBodyTest extends ContractTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final int HUGE = 300;
    private static final byte[] PIECE = "A".repeat(MEBIBYTE).getBytes(StandardCharsets.US_ASCII);

    /** The body that is read until it is too large, and what the network's buffers hold. */
    private static final long GROWTH = 96L * MEBIBYTE;

    @Test
    void a_body_that_is_announced_as_too_large_is_refused_and_the_client_reads_it() throws Exception {
        refusedWithFlatMemory(connection -> {
            connection.postHead(account, "Content-Type: application/json", "Content-Length: " + (long) HUGE * MEBIBYTE);
            for (int i = 0; i < HUGE; i++) {
                connection.write(PIECE);
            }
        });
    }

    @Test
    void a_body_that_turns_out_too_large_is_refused_and_the_client_reads_it() throws Exception {
        refusedWithFlatMemory(connection -> {
            connection.postHead(account, "Content-Type: application/json", "Transfer-Encoding: chunked");
            for (int i = 0; i < HUGE; i++) {
                connection.write(Integer.toHexString(MEBIBYTE) + "\r\n");
                connection.write(PIECE);
                connection.write("\r\n");
            }
            connection.write("0\r\n\r\n");
        });
    }

    private interface Sending {
        void on(RawConnection connection) throws IOException;
    }

    private void refusedWithFlatMemory(Sending sending) throws Exception {
        long before = ServiceMemory.afterCollection(service);
        service.refusal(account, () -> {
            try (RawConnection connection = new RawConnection(service.base())) {
                sending.on(connection);
                String head = connection.head();
                assertThat(head).startsWith("HTTP/1.1 413").containsIgnoringCase("x-request-id: ");
                String body = connection.body(head);
                assertThat(body).contains("\"code\":\"payload_too_large\"", "48 MiB");
                return new Answer(413, name -> java.util.Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new AssertionError("the client could not read the refusal", e);
            }
        });

        ServiceMemory.untilGrownByLessThan(
                GROWTH, before, service, () -> service.json(account, Sent.request("samples", 9)));
        Service.until("no body is held", () -> service.bodyBytes() == 0);
    }

    @Test
    void a_content_length_that_is_none_of_a_size_is_refused() throws Exception {
        for (String length : new String[] {"99999999999999999999", "-1", "abc", "1, 2"}) {
            try (RawConnection connection = new RawConnection(service.base())) {
                connection.postHead(account, "Content-Type: application/json", "Content-Length: " + length);

                assertThat(connection.statusLine()).as(length).matches("HTTP/1.[01] 4\\d\\d.*");
            }
        }
    }

    @Test
    void a_picture_of_exactly_15_mib_is_read_in_any_clothing_and_one_byte_more_is_not() {
        byte[] largest = pngOf(15 * MEBIBYTE);
        byte[] tooLarge = pngOf(15 * MEBIBYTE + 1);

        assertThat(asPose(largest).status()).isEqualTo(200);
        assertThat(asPose(tooLarge).refused(400, "invalid_image").violationOf("pose_image"))
                .contains("15 MiB");
        assertThat(asFile(largest).status()).isEqualTo(200);
        assertThat(asFile(tooLarge).refused(400, "invalid_image").violationOf("pose_image"))
                .contains("15 MiB");
    }

    /** The pose, with a chunk of nothing in it that makes it as large as is wanted. */
    private static byte[] pngOf(int size) {
        byte[] filler = BadImages.chunk("prVt", new byte[size - Sent.POSE.length - 12]);
        byte[] begin = java.util.Arrays.copyOf(Sent.POSE, 33);
        byte[] rest = java.util.Arrays.copyOfRange(Sent.POSE, 33, Sent.POSE.length);
        return BadImages.join(BadImages.join(begin, filler), rest);
    }

    private Answer asPose(byte[] file) {
        return service.json(
                account, Sent.request("pose_image", Base64.getEncoder().encodeToString(file)));
    }

    private Answer asFile(byte[] file) {
        var parts = Sent.parts();
        parts.removeIf(part -> part.headers().contains("\"pose_image\""));
        parts.add(Sent.Part.file("pose_image", "pose.png", file));
        return service.form(account, Sent.form(parts));
    }
}
