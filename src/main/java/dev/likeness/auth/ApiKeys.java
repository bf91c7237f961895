package dev.likeness.auth;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Whose key is whose. Keys are known by their SHA-256 alone. */
@ApplicationScoped
class ApiKeys {

    private static final Logger LOG = Logger.getLogger(ApiKeys.class);

    private final List<Entry> entries;

    ApiKeys(AuthConfig config) {
        this.entries = config.accounts().entrySet().stream().map(Entry::of).toList();
    }

    void warnWhenNobodyMayCall(@Observes StartupEvent started) {
        if (entries.isEmpty()) {
            LOG.warn("No API key is configured: every call is answered 401. Add one with"
                    + " likeness.auth.accounts.<name>.key-sha256=$(printf %s \"$KEY\" | sha256sum | cut -d' ' -f1)"
                    + " and likeness.auth.accounts.<name>.credits=<amount>");
        }
    }

    /**
     * The account that the key belongs to. Takes the same time whichever key is given: what is compared is a hash, every
     * hash is compared, and each in constant time.
     */
    Optional<Caller> find(String key) {
        byte[] hash = sha256(key);
        Caller found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.keySha256, hash)) {
                found = entry.caller;
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private record Entry(byte[] keySha256, Caller caller) {

        static Entry of(Map.Entry<String, AuthConfig.Account> account) {
            if (!account.getKey().matches("[A-Za-z0-9._-]{1,64}")) {
                throw new IllegalArgumentException("likeness.auth.accounts." + account.getKey()
                        + ": an account's name is 1 to 64 letters, digits, dots, dashes or underscores");
            }
            return new Entry(HexFormat.of().parseHex(account.getValue().keySha256()), new Caller(account.getKey()));
        }
    }
}
