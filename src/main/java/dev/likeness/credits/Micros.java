package dev.likeness.credits;

import java.math.BigDecimal;

/** Credits as whole millionths, as Redis has them: integers, of which a double holds each one exactly up to the limit. */
final class Micros {

    /** The most that an account may have: below 2^53 millionths, up to which Lua counts exactly. */
    static final BigDecimal MOST_CREDITS = new BigDecimal("9000000000");

    private Micros() {}

    /** @throws ArithmeticException when the amount is finer than a millionth */
    static long of(BigDecimal credits) {
        return credits.movePointRight(CreditsConfig.DECIMALS).longValueExact();
    }

    static BigDecimal toCredits(long micros) {
        return BigDecimal.valueOf(micros, CreditsConfig.DECIMALS);
    }
}
