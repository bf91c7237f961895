package dev.likeness.faults;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Commands or replies of the Redis protocol, RESP2 and RESP3; a message is recognised when its last byte was read. */
final class RespFraming implements Framing {

    private static final int LONGEST_WORD = 64 << 10;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream word = new ByteArrayOutputStream();
    private List<String> words = new ArrayList<>();
    private Message recognised;
    private char type;
    /** Values that are still to come until the message is complete; 0 between two messages. */
    private long values;
    /** Bytes that are still to come of the current bulk string, its line end included. */
    private long bulk;

    @Override
    public int read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bulk > 0) {
                int length = (int) Math.min(bulk, to - at);
                int text = (int) Math.min(Math.max(bulk - 2, 0), length);
                word.write(bytes, at, Math.min(text, LONGEST_WORD - Math.min(word.size(), LONGEST_WORD)));
                at += length;
                bulk -= length;
                if (bulk == 0) {
                    valueRead(word.toString(StandardCharsets.UTF_8));
                    word.reset();
                }
            } else {
                byte next = bytes[at++];
                if (values == 0 && line.size() == 0) {
                    type = (char) next;
                }
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                lineRead(line.toString(StandardCharsets.UTF_8).stripTrailing());
                line.reset();
            }
            if (recognised != null) {
                break;
            }
        }
        return at - from;
    }

    private void lineRead(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (values == 0) {
            values = 1;
        }
        switch (text.charAt(0)) {
            case '$', '=', '!' -> {
                long length = Long.parseLong(text.substring(1));
                if (length < 0) {
                    valueRead("");
                } else {
                    bulk = length + 2;
                }
            }
            case '*', '~', '>' -> container(Math.max(0, Long.parseLong(text.substring(1))));
            case '%' -> container(2 * Long.parseLong(text.substring(1)));
            case '|' -> values += 2 * Long.parseLong(text.substring(1));
            case '+', '-', ':', '_', ',', '#', '(' -> valueRead(text.substring(1));
            default -> {
                words.addAll(List.of(text.split(" ")));
                container(0);
            }
        }
    }

    private void container(long elements) {
        values += elements - 1;
        recogniseComplete();
    }

    private void valueRead(String value) {
        words.add(value);
        values--;
        recogniseComplete();
    }

    private void recogniseComplete() {
        if (values == 0) {
            recognised = new Message(words.isEmpty() ? List.of("") : List.copyOf(words));
            words = new ArrayList<>();
        }
    }

    /** Whether the current or the latest message was sent by the server unasked, as those of a subscription in RESP3 are. */
    boolean isPush() {
        return type == '>';
    }

    @Override
    public Message recognised() {
        Message message = recognised;
        recognised = null;
        return message;
    }

    @Override
    public boolean passes() {
        return false;
    }
}
