package dev.likeness.faults;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** HTTP/1.1 requests; each is recognised when its head is complete. What follows a request to upgrade is opaque. */
final class HttpFraming implements Framing {

    private enum Part {
        HEAD,
        SIZED_BODY,
        CHUNK_SIZE,
        CHUNK,
        TRAILER,
        OPAQUE
    }

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private Part part = Part.HEAD;
    private boolean startsMessage = true;
    private long left;
    private Message recognised;

    @Override
    public int read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && recognised == null) {
            startsMessage = false;
            switch (part) {
                case OPAQUE -> at = to;
                case SIZED_BODY, CHUNK -> {
                    int length = (int) Math.min(left, to - at);
                    at += length;
                    left -= length;
                    if (left == 0) {
                        part = part == Part.CHUNK ? Part.CHUNK_SIZE : Part.HEAD;
                        if (part == Part.HEAD) {
                            startsMessage = true;
                            return at - from;
                        }
                    }
                }
                default -> {
                    head.write(bytes[at++]);
                    if (bytes[at - 1] == '\n') {
                        lineRead();
                        if (startsMessage) {
                            return at - from;
                        }
                    }
                }
            }
        }
        return at - from;
    }

    private void lineRead() {
        String text = head.toString(StandardCharsets.ISO_8859_1);
        switch (part) {
            case HEAD -> {
                if (text.isBlank()) {
                    head.reset();
                } else if (text.endsWith("\r\n\r\n") || text.endsWith("\n\n")) {
                    head.reset();
                    headRead(text);
                }
            }
            case CHUNK_SIZE -> {
                head.reset();
                long size = Long.parseLong(text.strip().split(";")[0], 16);
                part = size == 0 ? Part.TRAILER : Part.CHUNK;
                left = size + 2;
            }
            default -> {
                head.reset();
                if (text.isBlank()) {
                    part = Part.HEAD;
                    startsMessage = true;
                }
            }
        }
    }

    private void headRead(String text) {
        String[] lines = text.split("\r?\n");
        recognised = new Message(List.of(lines[0]));
        String headers = text.toLowerCase(Locale.ROOT);
        if (headers.contains("\nupgrade:")) {
            part = Part.OPAQUE;
        } else if (headers.matches("(?s).*\ntransfer-encoding:[^\n]*chunked.*")) {
            part = Part.CHUNK_SIZE;
        } else {
            left = 0;
            for (String line : lines) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    left = Long.parseLong(line.substring(15).strip());
                }
            }
            part = left > 0 ? Part.SIZED_BODY : Part.HEAD;
        }
    }

    @Override
    public Message recognised() {
        Message message = recognised;
        recognised = null;
        return message;
    }

    @Override
    public boolean passes() {
        return part != Part.HEAD || startsMessage;
    }
}
