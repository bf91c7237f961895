package dev.likeness.admin;

import dev.likeness.auth.ApiKeys;
import dev.likeness.auth.IssuedKey;
import dev.likeness.auth.WebhookSecrets;
import dev.likeness.credits.AccountBook;
import dev.likeness.credits.AccountBook.Grant;
import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.LedgerEntry;
import dev.likeness.error.FieldViolation;
import dev.likeness.error.IdempotencyConflict;
import dev.likeness.error.InvalidRequest;
import dev.likeness.error.NotFound;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What administrators do with keys. Each key is an account of its own, whose credits nothing but its ledger changes. Whatever
 * changes something is logged, by the key's id.
 */
@ApplicationScoped
public class KeyAdministration {

    private static final Logger LOG = Logger.getLogger(KeyAdministration.class);

    /** The id of the grant that every account begins with; no other may have it. */
    private static final String OPENING = "opening";

    /** Balances that are asked for at once. */
    private static final int CONCURRENCY = 16;

    private final ApiKeys keys;
    private final WebhookSecrets webhookSecrets;
    private final CreditLedger ledger;
    private final AccountBook book;

    KeyAdministration(ApiKeys keys, WebhookSecrets webhookSecrets, CreditLedger ledger, AccountBook book) {
        this.keys = keys;
        this.webhookSecrets = webhookSecrets;
        this.ledger = ledger;
        this.book = book;
    }

    /** @param credits what can be spent with the key now */
    public record Account(IssuedKey key, BigDecimal credits) {}

    /** @param secret the key itself, which is known here for this one time */
    public record Created(Account account, String secret) {}

    /** @param repeated whether this very top-up was made before, and so was not made again */
    public record ToppedUp(Account account, boolean repeated) {}

    /**
     * @param next what to ask for to get the items after these; nothing when there is none
     */
    public record Page<T>(List<T> items, Optional<String> next) {

        /** @param found up to one more than fit on the page */
        private static <T> Page<T> of(List<T> found, int limit, Function<T, String> id) {
            if (found.size() <= limit) {
                return new Page<>(found, Optional.empty());
            }
            List<T> items = found.subList(0, limit);
            return new Page<>(items, Optional.of(id.apply(items.get(limit - 1))));
        }
    }

    /** Credits first: a key that can be used has them. An interrupted creation may leave an account without a key. */
    public Uni<Created> create(String name, BigDecimal credits) {
        ApiKeys.NewKey drawn = keys.draw(name);
        return book.grant(drawn.key().caller(), OPENING, credits, LedgerEntry.Kind.OPENED)
                .call(() -> keys.add(drawn))
                .invoke(() -> LOG.infof(
                        "Key %s was created with %s credits", drawn.key().id(), credits.toPlainString()))
                .map(opened -> new Created(new Account(drawn.key(), opened.balance()), drawn.secret()));
    }

    /** Those of the configuration first, then the others as they were created, revoked ones included. */
    public Uni<Page<Account>> list(Optional<String> after, int limit) {
        return keys.list(after, limit + 1)
                .map(found -> found.orElseThrow(() -> refused("after", "there is no key with this id")))
                .map(found -> Page.of(found, limit, IssuedKey::id))
                .chain(page -> withCredits(page.items()).map(accounts -> new Page<>(accounts, page.next())));
    }

    private Uni<List<Account>> withCredits(List<IssuedKey> page) {
        return page.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join()
                        .all(page.stream().map(this::withCredits).toList())
                        .usingConcurrencyOf(CONCURRENCY)
                        .andFailFast();
    }

    private Uni<Account> withCredits(IssuedKey key) {
        return ledger.balance(key.caller()).map(credits -> new Account(key, credits));
    }

    public Uni<Account> get(String id) {
        return found(id).chain(this::withCredits);
    }

    /**
     * @param reference names this one top-up of the account, such as an invoice's number: asked for again, it changes nothing
     */
    public Uni<ToppedUp> topUp(String id, BigDecimal amount, String reference) {
        if (reference.equals(OPENING)) {
            throw refused("reference", "is the name of what every account begins with");
        }
        return found(id).chain(key -> {
            if (key.revokedAt().isPresent()) {
                throw InvalidRequest.unreadable("This key was revoked; credits would be of no use");
            }
            return book.grant(key.caller(), reference, amount, LedgerEntry.Kind.TOPPED_UP)
                    .map(grant -> toppedUp(key, amount, reference, grant));
        });
    }

    private static ToppedUp toppedUp(IssuedKey key, BigDecimal amount, String reference, Grant grant) {
        return switch (grant.outcome()) {
            case GRANTED -> {
                LOG.infof("Key %s got %s credits for %s", key.id(), amount.toPlainString(), reference);
                yield new ToppedUp(new Account(key, grant.balance()), false);
            }
            case REPEATED -> new ToppedUp(new Account(key, grant.balance()), true);
            case CONFLICTING ->
                throw new IdempotencyConflict(String.format(
                        Locale.ROOT, "Another amount was added for %s; choose another reference", reference));
            case TOO_MUCH ->
                throw refused(
                        "amount",
                        String.format(
                                Locale.ROOT, "would make more than %,d credits", AccountBook.MOST_CREDITS.longValue()));
        };
    }

    /**
     * From then on its requests are refused; those that run go on. Its account stays, and so does its ledger. Repeated, it
     * completes a revocation that was interrupted, and changes nothing otherwise.
     */
    public Uni<Account> revoke(String id) {
        return found(id).chain(key -> {
            if (key.isConfigured()) {
                throw InvalidRequest.unreadable(String.format(
                        Locale.ROOT,
                        "This account is one of the configuration: take likeness.auth.accounts.%s out of it",
                        id));
            }
            return keys.revoke(key)
                    .invoke(() -> LOG.infof("Key %s was revoked", key.id()))
                    .chain(() -> get(id));
        });
    }

    /**
     * Issues a webhook secret, which the answer shows for this one time; those before it sign beside it for a while. Webhooks of
     * a revoked key's requests are still signed and sent, but with no new secret.
     *
     * @param overlap for how long those before it sign; when absent, as the configuration says
     */
    public Uni<WebhookSecrets.Issued> rotateWebhookSecret(String id, Optional<Duration> overlap) {
        return found(id).chain(key -> {
            if (key.isConfigured()) {
                throw InvalidRequest.unreadable(String.format(
                        Locale.ROOT,
                        "This account is one of the configuration: change likeness.auth.accounts.%s.webhook-secret, with the one before it as previous-webhook-secret",
                        id));
            }
            if (key.revokedAt().isPresent()) {
                throw InvalidRequest.unreadable(
                        "This key was revoked; create another key and issue its webhook secret");
            }
            return webhookSecrets
                    .rotate(key.caller(), overlap)
                    .invoke(issued -> LOG.infof(
                            "A webhook secret was issued for key %s; those before it expire at %s",
                            id, issued.previousValidUntil()));
        });
    }

    /** Every change of its credits, the oldest first. */
    public Uni<Page<LedgerEntry>> entries(String id, Optional<String> after, int limit) {
        return found(id)
                .map(IssuedKey::caller)
                .chain(caller -> book.entries(caller, after, limit + 1))
                .map(entries -> Page.of(entries, limit, LedgerEntry::id));
    }

    /** What is no id is not asked for: it would become a part of a key's name in Redis. */
    private Uni<IssuedKey> found(String id) {
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            return Uni.createFrom().failure(new NotFound("There is no such key"));
        }
        return keys.get(id).map(key -> key.orElseThrow(() -> new NotFound("There is no such key")));
    }

    private static InvalidRequest refused(String field, String message) {
        return InvalidRequest.violating(List.of(new FieldViolation(field, message)));
    }
}
