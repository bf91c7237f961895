package dev.likeness.auth;

import dev.likeness.store.RedisStore;
import dev.likeness.store.StoreConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Whose key is whose: those of the configuration, and those that administrators have created. Only hashes are kept. */
@ApplicationScoped
public class ApiKeys {

    private static final int KEY_BYTES = 24;
    private static final int ID_BYTES = 12;

    /** The form of all keys that are created: {@link #KEY_BYTES} bytes in base64url. No other text is looked up in the store. */
    private static final Pattern CREATED_KEY = Pattern.compile("lk_[A-Za-z0-9_-]{32}");

    private final ConfiguredKeys configured;
    private final KeyStore created;
    private final KeyCache cache;
    private final Clock clock;
    private final RandomGenerator random;

    ApiKeys(AuthConfig config, StoreConfig where, RedisStore store, Clock clock, RandomGenerator random) {
        this.configured = new ConfiguredKeys(config);
        this.created = switch (where.store()) {
            case MEMORY -> new InMemoryKeyStore();
            case REDIS -> new RedisKeyStore(store);
        };
        this.cache = new KeyCache(config.keyCache());
        this.clock = clock;
        this.random = random;
    }

    /** The account that the key belongs to. A key that was revoked at another replica may be good for a moment yet. */
    Uni<Optional<Caller>> find(String key) {
        KeyHash hash = KeyHash.of(key);
        Optional<Caller> known = configured.find(hash).or(() -> cache.find(hash));
        if (known.isPresent() || !CREATED_KEY.matcher(key).matches() || cache.isUnknown(hash)) {
            return Uni.createFrom().item(known);
        }
        long askedNanos = System.nanoTime();
        return created.find(hash).invoke(found -> cache.remember(hash, found, askedNanos));
    }

    /** A key that nobody has yet, and that is good for nothing before it is {@link #add added}. */
    public NewKey draw(String name) {
        return new NewKey(
                new IssuedKey(
                        "key_" + HexFormat.of().formatHex(drawn(ID_BYTES)), name, Optional.of(now()), Optional.empty()),
                "lk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(drawn(KEY_BYTES)));
    }

    /** As finely as every store keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private byte[] drawn(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** @param secret the key itself, to be shown once and kept nowhere */
    public record NewKey(IssuedKey key, String secret) {}

    public Uni<Void> add(NewKey key) {
        KeyHash hash = KeyHash.of(key.secret());
        return created.add(key.key(), hash).invoke(() -> cache.created(hash));
    }

    public Uni<Optional<IssuedKey>> get(String id) {
        Optional<IssuedKey> own =
                configured.all().stream().filter(key -> key.id().equals(id)).findFirst();
        return own.isPresent() ? Uni.createFrom().item(own) : created.get(id);
    }

    /**
     * Those of the configuration by name, then the others, the oldest first; from the one after that id on.
     *
     * @return nothing when there is no key with that id
     */
    public Uni<Optional<List<IssuedKey>>> list(Optional<String> after, int limit) {
        List<IssuedKey> own = configured.all();
        int from = 0;
        while (after.isPresent() && from < own.size() && !own.get(from).id().equals(after.get())) {
            from++;
        }
        if (after.isPresent() && from == own.size()) {
            return created.list(after, limit);
        }
        List<IssuedKey> page = new ArrayList<>(own.subList(after.isPresent() ? from + 1 : 0, own.size()));
        if (page.size() >= limit) {
            return Uni.createFrom().item(Optional.of(List.copyOf(page.subList(0, limit))));
        }
        return created.list(Optional.empty(), limit - page.size()).map(rest -> {
            page.addAll(rest.orElse(List.of()));
            return Optional.of(List.copyOf(page));
        });
    }

    /** From now on here, and a moment later at other replicas, its requests are refused; those that run go on. */
    public Uni<Void> revoke(IssuedKey key) {
        return created.revoke(key.id(), now()).invoke(() -> cache.revoked(key.caller()));
    }
}
