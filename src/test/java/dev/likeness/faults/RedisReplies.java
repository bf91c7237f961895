package dev.likeness.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads replies of Redis, for clients of tests. */
public final class RedisReplies {

    private RedisReplies() {}

    /**
     * Reads one reply, however many segments it comes in.
     *
     * @return its bytes as they came; what has come of it when the server has closed the connection
     */
    public static byte[] read(InputStream in) throws IOException {
        RespFraming framing = new RespFraming();
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 << 10];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            int read = framing.read(buffer, 0, length);
            reply.write(buffer, 0, read);
            if (framing.recognised() != null) {
                break;
            }
        }
        return reply.toByteArray();
    }
}
