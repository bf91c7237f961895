package dev.likeness.faults;

/** Finds the messages in one direction of a connection, however TCP cuts them into segments. */
interface Framing {

    /**
     * Reads on, at most up to the place where a message is recognised or ends.
     *
     * @return how many bytes were read
     */
    int read(byte[] bytes, int from, int to);

    /** The message that the latest read has recognised; once, null otherwise. */
    Message recognised();

    /** Whether what was read need not be held back until a message is recognised. */
    boolean passes();

    /** Bytes without messages. */
    static Framing none() {
        return new Framing() {

            @Override
            public int read(byte[] bytes, int from, int to) {
                return to - from;
            }

            @Override
            public Message recognised() {
                return null;
            }

            @Override
            public boolean passes() {
                return true;
            }
        };
    }
}
