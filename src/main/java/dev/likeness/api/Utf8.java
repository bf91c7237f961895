package dev.likeness.api;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Tells UTF-8. Bodies are ASCII but for a prompt here and there, since pictures in them are base64: eight bytes at a time. */
final class Utf8 {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NOT_ASCII = 0x8080808080808080L;

    private Utf8() {}

    static boolean isValid(byte[] text) {
        int at = 0;
        while (at + Long.BYTES <= text.length && ((long) EIGHT.get(text, at) & NOT_ASCII) == 0) {
            at += Long.BYTES;
        }
        // All before it is ASCII: a character begins here.
        return ByteBufUtil.isText(Unpooled.wrappedBuffer(text), at, text.length - at, StandardCharsets.UTF_8);
    }
}
