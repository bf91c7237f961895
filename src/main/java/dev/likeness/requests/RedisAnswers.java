package dev.likeness.requests;

import dev.likeness.auth.Caller;
import io.netty.buffer.Unpooled;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Response;
import java.math.BigDecimal;
import java.util.UUID;

/** Reads what the scripts answer. */
final class RedisAnswers {

    private RedisAnswers() {}

    static StoredEvent event(Response text) {
        String[] parts = text.toString().split(" ", 3);
        return new StoredEvent(Long.parseLong(parts[0]), parts[1], parts[2]);
    }

    static Turn turn(Response turn) {
        return new Turn(
                uuid(turn.get(0)),
                new Caller(turn.get(1).toString()),
                new BigDecimal(turn.get(2).toString()),
                turn.get(3).toLong(),
                turn.get(4).toInteger(),
                Turn.Duty.valueOf(turn.get(5).toString()));
    }

    static UUID uuid(Response text) {
        return UUID.fromString(text.toString());
    }

    /** Not copied before it is sent. */
    static Buffer sent(byte[] file) {
        return Buffer.newInstance(io.vertx.core.buffer.Buffer.buffer(Unpooled.wrappedBuffer(file)));
    }

    static byte[] bytes(Response file) {
        return file.toBuffer().getBytes();
    }
}
