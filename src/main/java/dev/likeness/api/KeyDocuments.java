package dev.likeness.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.admin.KeyAdministration.Account;
import dev.likeness.admin.KeyAdministration.Created;
import dev.likeness.admin.KeyAdministration.Page;
import dev.likeness.admin.KeyAdministration.ToppedUp;
import dev.likeness.auth.IssuedKey;
import dev.likeness.auth.WebhookSecrets;
import dev.likeness.credits.LedgerEntry;
import dev.likeness.requests.Figures;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/** What administrators are told, as JSON. */
final class KeyDocuments {

    private KeyDocuments() {}

    /** The one document with a webhook secret in it. */
    static ObjectNode webhookSecret(String id, WebhookSecrets.Issued issued) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("webhook_secret", issued.secret().text())
                .put("previous_valid_until", issued.previousValidUntil().toString());
    }

    /** The one document with a key itself in it. */
    static ObjectNode created(Created created) {
        return account(created.account()).put("key", created.secret());
    }

    static ObjectNode toppedUp(ToppedUp done) {
        return account(done.account()).put("repeated", done.repeated());
    }

    static ObjectNode account(Account account) {
        IssuedKey key = account.key();
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", key.id())
                .put("name", key.name())
                .put("configured", key.isConfigured())
                .put("credits", Figures.plain(account.credits()))
                .put("created_at", key.createdAt().map(Instant::toString).orElse(null))
                .put("revoked_at", key.revokedAt().map(Instant::toString).orElse(null));
    }

    static ObjectNode entry(LedgerEntry entry) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", entry.id())
                .put("at", entry.at().toString())
                .put("kind", entry.kind().name().toLowerCase(Locale.ROOT))
                .put("reference", entry.reference())
                .put("change", Figures.plain(entry.change()))
                .put("amount", Figures.plain(entry.amount()))
                .put("balance", Figures.plain(entry.balance()));
    }

    /** @param name of the list of items */
    static <T> ObjectNode page(String name, Page<T> page, Function<T, ObjectNode> item) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode items = document.putArray(name);
        page.items().forEach(each -> items.add(item.apply(each)));
        return document.put("next", page.next().orElse(null));
    }
}
