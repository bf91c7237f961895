package dev.likeness.error;

import java.math.BigDecimal;
import java.util.Locale;

/** The account's balance does not cover the request; no backend was called. */
public final class InsufficientCredits extends Failure {

    public InsufficientCredits(BigDecimal balance, BigDecimal cost) {
        super(
                "insufficient_credits",
                String.format(
                        Locale.ROOT,
                        "Insufficient credits: balance %s, this request needs %s",
                        plain(balance),
                        plain(cost)));
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
