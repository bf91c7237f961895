package dev.likeness.faults;

import java.util.function.Predicate;

/**
 * A place in the traffic of a proxy.
 *
 * @param place which kind of place it is
 * @param messages which commands or requests it belongs to; of no meaning for {@link Place#BYTE}
 * @param direction for {@link Place#BYTE}, otherwise null
 * @param offset how many bytes of the direction, or of the reply, are forwarded before it
 * @param number which of those that fit it is, over all connections and from the injection on; the first is 1
 */
public record FaultPoint(Place place, Predicate<Message> messages, Direction direction, long offset, int number) {

    /** Kinds of places. */
    public enum Place {
        /** A command or request has come from the client; the server has nothing of it yet. */
        BEFORE_MESSAGE,
        /** The server has carried it out and begun to answer; the client has {@code offset} bytes of the reply. */
        IN_REPLY,
        /** So many bytes of one direction of one connection were forwarded since the injection. */
        BYTE
    }

    public static FaultPoint before(Predicate<Message> messages) {
        return new FaultPoint(Place.BEFORE_MESSAGE, messages, null, 0, 1);
    }

    /** @param command a name such as {@code DEL} */
    public static FaultPoint beforeCommand(String command) {
        return before(message -> message.isCommand(command));
    }

    /** @param startLine a regular expression for all of the line, such as {@code POST /prompt .*} */
    public static FaultPoint beforeRequest(String startLine) {
        return before(message -> message.word(0).matches(startLine));
    }

    /** After the server has carried the message out, before the first byte of its reply is forwarded. */
    public static FaultPoint beforeReply(Predicate<Message> messages) {
        return withinReply(messages, 0);
    }

    public static FaultPoint beforeReplyTo(String command) {
        return beforeReply(message -> message.isCommand(command));
    }

    public static FaultPoint beforeAnswerTo(String startLine) {
        return beforeReply(message -> message.word(0).matches(startLine));
    }

    /** @param offset bytes of the reply that are forwarded; at most all of a Redis reply */
    public static FaultPoint withinReply(Predicate<Message> messages, long offset) {
        return new FaultPoint(Place.IN_REPLY, messages, null, offset, 1);
    }

    /** @param offset bytes that each connection forwards in this direction, counted from the injection on */
    public static FaultPoint atByte(Direction direction, long offset) {
        return new FaultPoint(Place.BYTE, message -> false, direction, offset, 1);
    }

    /** The n-th of those that fit, over all connections; the first is 1. */
    public FaultPoint number(int n) {
        return new FaultPoint(place, messages, direction, offset, n);
    }
}
