package dev.likeness.auth;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The keys of the configuration: the operator's word, which no administrator's call changes. */
final class ConfiguredKeys {

    private final List<Entry> entries;

    ConfiguredKeys(AuthConfig config) {
        this.entries = config.accounts().entrySet().stream()
                .map(Entry::of)
                .sorted(java.util.Comparator.comparing(entry -> entry.caller.account()))
                .toList();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Takes the same time whichever key is given: every hash is compared, and each in constant time. */
    Optional<Caller> find(KeyHash hash) {
        Caller found = null;
        for (Entry entry : entries) {
            if (entry.hash.matches(hash)) {
                found = entry.caller;
            }
        }
        return Optional.ofNullable(found);
    }

    /** By name. */
    List<IssuedKey> all() {
        return entries.stream()
                .map(entry -> new IssuedKey(
                        entry.caller.account(), entry.caller.account(), Optional.empty(), Optional.empty()))
                .toList();
    }

    private record Entry(KeyHash hash, Caller caller) {

        static Entry of(Map.Entry<String, AuthConfig.Account> account) {
            if (!account.getKey().matches("[A-Za-z0-9._-]{1,64}")) {
                throw new IllegalArgumentException("likeness.auth.accounts." + account.getKey()
                        + ": an account's name is 1 to 64 letters, digits, dots, dashes or underscores");
            }
            return new Entry(
                    new KeyHash(account.getValue().keySha256().toLowerCase(Locale.ROOT)), new Caller(account.getKey()));
        }
    }
}
