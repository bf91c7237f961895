package dev.likeness.api.contract;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** An account of the service under test. */
record Account(Kind kind, int number) {

    enum Kind {
        /** For almost everything. */
        USUAL("12.5", 900),
        /** For races. */
        TEN("10", 20),
        /** Too little for one picture. */
        POOR("0.5", 10);

        private final String credits;
        private final int count;

        Kind(String credits, int count) {
            this.credits = credits;
            this.count = count;
        }

        String credits() {
            return credits;
        }

        int count() {
            return count;
        }
    }

    /** Those handed out already, for as long as this test process lives: a service never sees one twice. */
    private static final Map<Kind, Integer> USED = new EnumMap<>(Kind.class);

    /** One that no other test has. */
    static Account fresh() {
        return fresh(Kind.USUAL);
    }

    static synchronized Account fresh(Kind kind) {
        int number = USED.merge(kind, 1, Integer::sum) - 1;
        if (number >= kind.count) {
            throw new IllegalStateException("no more accounts: raise the count of " + kind);
        }
        return new Account(kind, number);
    }

    String name() {
        return "contract-" + kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + number;
    }

    /** Of its own, as every usual account has one; the others have none. */
    Optional<String> webhookSecret() {
        byte[] key = new byte[24];
        ByteBuffer.wrap(key).putInt(number);
        return kind == Kind.USUAL ? Optional.of("whsec_" + Base64.getEncoder().encodeToString(key)) : Optional.empty();
    }

    String key() {
        return "key of " + name();
    }
}
