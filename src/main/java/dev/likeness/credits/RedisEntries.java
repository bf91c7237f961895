package dev.likeness.credits;

import io.vertx.mutiny.redis.client.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The ledger's entries as a Redis Stream has them. */
final class RedisEntries {

    private RedisEntries() {}

    /**
     * @param carried {@code "<id of the last entry that is gone> <sum>"}, empty when none is gone
     * @param after the id of the last entry that is not wanted
     */
    static List<LedgerEntry> of(String carried, Response stream, Optional<String> after, int limit) {
        return Stream.concat(
                        carried.isEmpty() ? Stream.empty() : Stream.of(carriedForward(carried)),
                        StreamSupport.stream(stream.spliterator(), false).map(RedisEntries::entry))
                .filter(entry -> after.stream().allMatch(seen -> isLater(entry.id(), seen)))
                .limit(limit)
                .toList();
    }

    /** Ids are {@code "<milliseconds>-<number>"}. */
    private static boolean isLater(String id, String other) {
        String[] one = id.split("-");
        String[] two = other.split("-");
        int byTime = Long.compare(Long.parseLong(one[0]), Long.parseLong(two[0]));
        return byTime > 0 || byTime == 0 && Long.parseLong(one[1]) > Long.parseLong(two[1]);
    }

    private static LedgerEntry carriedForward(String carried) {
        String[] words = carried.split(" ");
        BigDecimal sum = credits(words[1]);
        return LedgerEntry.carriedForward(words[0], at(words[0]), sum);
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
                at(id),
                LedgerEntry.Kind.valueOf(fields.get("kind").toUpperCase(Locale.ROOT)),
                fields.get("for"),
                credits(fields.get("change")),
                credits(fields.get("amount")),
                credits(fields.get("balance")));
    }

    private static Instant at(String id) {
        return Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-'))));
    }

    /** As the scripts write it. */
    static String word(LedgerEntry.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static BigDecimal credits(String micros) {
        return Micros.toCredits(Long.parseLong(micros));
    }
}
