package dev.likeness.error;

import java.math.BigDecimal;

/** The account's balance does not cover the request; no backend was called. */
public final class InsufficientCredits extends Failure {

    public InsufficientCredits(BigDecimal balance, BigDecimal cost) {
        super(
                "insufficient_credits",
                "Insufficient credits: balance %s, this request needs %s".formatted(plain(balance), plain(cost)));
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
