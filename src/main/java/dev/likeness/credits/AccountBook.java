package dev.likeness.credits;

import dev.likeness.auth.Caller;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What has ever changed in the credits of an account: entries are added and never altered, and their sum is the balance. */
public interface AccountBook {

    /** The most that an account may have. */
    BigDecimal MOST_CREDITS = Micros.MOST_CREDITS;

    /**
     * Adds credits, once for each id: granting the same amount again under the same id changes nothing.
     *
     * @param grantId of this one grant, chosen by whoever grants
     * @param amount zero or more, with at most {@link CreditsConfig#DECIMALS} decimals
     */
    Uni<Grant> grant(Caller caller, String grantId, BigDecimal amount, LedgerEntry.Kind kind);

    /**
     * The oldest first, those that came after the one with that id.
     *
     * @return fails with {@link dev.likeness.error.InvalidRequest} when no entry could have that id
     */
    Uni<List<LedgerEntry>> entries(Caller caller, Optional<String> after, int limit);

    /** @param balance what can be spent afterwards */
    record Grant(Outcome outcome, BigDecimal balance) {

        public enum Outcome {
            GRANTED,
            /** The same grant was made before. */
            REPEATED,
            /** Another amount was granted under this id; nothing has changed. */
            CONFLICTING,
            /** The account would have more than {@link #MOST_CREDITS}; nothing has changed. */
            TOO_MUCH
        }
    }
}
