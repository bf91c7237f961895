package dev.likeness.api;

import dev.likeness.credits.AccountBook;
import dev.likeness.credits.CreditsConfig;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/** What administrators send. */
final class KeyFields {

    private static final Fields.Text NAME = new Fields.Text("name", true, 100, "What the key is called");
    private static final Fields.Amount CREDITS = new Fields.Amount(
            "credits",
            Optional.of(BigDecimal.ZERO),
            BigDecimal.ZERO,
            AccountBook.MOST_CREDITS,
            CreditsConfig.DECIMALS,
            "What its account begins with");
    private static final Fields.Amount AMOUNT = new Fields.Amount(
            "amount",
            Optional.empty(),
            BigDecimal.ONE.movePointLeft(CreditsConfig.DECIMALS),
            AccountBook.MOST_CREDITS,
            CreditsConfig.DECIMALS,
            "Credits to add");
    private static final Fields.Text REFERENCE =
            new Fields.Text("reference", true, 100, "What the credits are for; the same one adds nothing again");

    static final Set<String> OF_CREATION = Set.of(NAME.name(), CREDITS.name());
    static final Set<String> OF_TOP_UP = Set.of(AMOUNT.name(), REFERENCE.name());

    private KeyFields() {}

    record Creation(String name, BigDecimal credits) {

        static Creation of(FieldReader fields) {
            String name = fields.requiredText(NAME);
            if (name.chars().anyMatch(Character::isISOControl)) {
                fields.violate(NAME.name(), "must be of one line, without control characters");
            }
            BigDecimal credits = fields.amount(CREDITS);
            fields.finish();
            return new Creation(name.strip(), credits);
        }
    }

    record TopUp(BigDecimal amount, String reference) {

        static TopUp of(FieldReader fields) {
            BigDecimal amount = fields.amount(AMOUNT);
            String reference = fields.requiredText(REFERENCE);
            // It goes into the log and into names of keys.
            if (!reference.isEmpty() && !reference.matches("[A-Za-z0-9._:/-]+")) {
                fields.violate(
                        REFERENCE.name(), "must be of letters, digits, dots, dashes, underscores, colons or slashes");
            }
            fields.finish();
            return new TopUp(amount, reference);
        }
    }
}
