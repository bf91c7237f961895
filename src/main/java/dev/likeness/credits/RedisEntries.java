package dev.likeness.credits;

import io.vertx.mutiny.redis.client.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The ledger's entries as a Redis Stream has them. */
final class RedisEntries {

    private RedisEntries() {}

    static List<LedgerEntry> of(Response stream) {
        return StreamSupport.stream(stream.spliterator(), false)
                .map(RedisEntries::entry)
                .toList();
    }

    /** {@code [id, [name, value, name, value...]]}; the id begins with the milliseconds at which it was added. */
    private static LedgerEntry entry(Response entry) {
        String id = entry.get(0).toString();
        Map<String, String> fields = new HashMap<>();
        Response values = entry.get(1);
        for (int i = 0; i + 1 < values.size(); i += 2) {
            fields.put(values.get(i).toString(), values.get(i + 1).toString());
        }
        return new LedgerEntry(
                id,
                Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-')))),
                LedgerEntry.Kind.valueOf(fields.get("kind").toUpperCase(Locale.ROOT)),
                fields.get("for"),
                credits(fields.get("change")),
                credits(fields.get("amount")),
                credits(fields.get("balance")));
    }

    /** As the scripts write it. */
    static String word(LedgerEntry.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static BigDecimal credits(String micros) {
        return Micros.toCredits(Long.parseLong(micros));
    }
}
