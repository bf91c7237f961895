package dev.likeness.faults;

import java.util.List;
import java.util.Locale;

/**
 * A Redis command or the head of an HTTP request.
 *
 * @param words the name and the arguments of a command, each cut after 64 KiB and decoded as UTF-8; the start line of a request
 */
public record Message(List<String> words) {

    /** The command in upper case, or the whole start line of a request. */
    public String name() {
        return words.size() == 1 ? words.get(0) : words.get(0).toUpperCase(Locale.ROOT);
    }

    /** The word at this index, the name being 0; empty when there are fewer. */
    public String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    boolean isCommand(String command) {
        return words.get(0).equalsIgnoreCase(command);
    }
}
