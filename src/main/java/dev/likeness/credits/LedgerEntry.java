package dev.likeness.credits;

import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One change of an account's credits.
 *
 * @param id in whose order entries are
 * @param reference the id of the request or the grant that it is about
 * @param change what was added to the balance, or with a minus taken from it
 * @param amount what it is about; a settlement changes no balance, since its amount was taken when it was reserved
 * @param balance what could be spent afterwards: the sum of all changes up to this one
 */
public record LedgerEntry(
        String id, Instant at, Kind kind, String reference, BigDecimal change, BigDecimal amount, BigDecimal balance) {

    /** The sum of all entries up to the last one that is kept no longer, in whose place it stands. */
    static LedgerEntry carriedForward(String lastId, Instant lastAt, BigDecimal sum) {
        return new LedgerEntry(lastId, lastAt, Kind.CARRIED_FORWARD, "", sum, sum, sum);
    }

    /** @param pattern of this ledger's ids */
    static void requireId(Optional<String> id, String pattern) {
        if (!id.orElse("").matches("|" + pattern)) {
            throw InvalidRequest.violating(List.of(new FieldViolation("after", "is no id of an entry")));
        }
    }

    public enum Kind {
        /** What the account began with. */
        OPENED,
        TOPPED_UP,
        RESERVED,
        SETTLED,
        RELEASED,
        /** Released since nobody ended it in time. */
        EXPIRED,
        /** The sum of all older entries, which are kept no longer; always the first entry. */
        CARRIED_FORWARD
    }
}
