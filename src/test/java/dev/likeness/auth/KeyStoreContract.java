package dev.likeness.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.AtOnce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of keys does, wherever it keeps them. */
abstract class KeyStoreContract {

    static final Instant LONG_AGO = Instant.ofEpochMilli(1_700_000_000_000L);

    /** Without a key. */
    abstract KeyStore store();

    @Test
    void a_key_is_found_by_its_hash_and_belongs_to_its_account() {
        KeyStore store = store();
        IssuedKey ada = added(store, "ada", 0);
        added(store, "bob", 1);

        assertThat(found(store, "secret of ada")).contains(new Caller(ada.id()));
    }

    @Test
    void nobody_has_a_key_that_was_never_added() {
        KeyStore store = store();
        added(store, "ada", 0);

        assertThat(found(store, "secret of eve")).isEmpty();
        assertThat(found(store, "")).isEmpty();
        assertThat(store.find(new KeyHash("")).await().indefinitely()).isEmpty();
    }

    @Test
    void what_is_known_of_a_key_is_what_was_said_when_it_was_added() {
        KeyStore store = store();
        IssuedKey ada = new IssuedKey(id(), "Ada's, \"new\" {*}: ä\n", Optional.of(LONG_AGO), Optional.empty());
        add(store, ada, "secret");

        assertThat(get(store, ada.id())).contains(ada);
        assertThat(get(store, "key_of_nobody")).isEmpty();
    }

    @Test
    void two_keys_may_have_one_name() {
        KeyStore store = store();
        IssuedKey first = added(store, "ada", 0, "one");
        IssuedKey second = added(store, "ada", 1, "two");

        assertThat(found(store, "one")).contains(first.caller());
        assertThat(found(store, "two")).contains(second.caller());
    }

    @Test
    void a_key_that_is_revoked_finds_nobody_and_is_still_known() {
        KeyStore store = store();
        IssuedKey ada = added(store, "ada", 0);
        IssuedKey bob = added(store, "bob", 1);

        revoke(store, ada, LONG_AGO.plusSeconds(60));

        assertThat(found(store, "secret of ada")).isEmpty();
        assertThat(found(store, "secret of bob")).contains(bob.caller());
        assertThat(get(store, ada.id())).contains(ada.revoked(LONG_AGO.plusSeconds(60)));
    }

    @Test
    void a_key_is_revoked_once_and_the_first_time_counts() {
        KeyStore store = store();
        IssuedKey ada = added(store, "ada", 0);
        revoke(store, ada, LONG_AGO.plusSeconds(60));

        revoke(store, ada, LONG_AGO.plusSeconds(120));

        assertThat(get(store, ada.id()).orElseThrow().revokedAt()).contains(LONG_AGO.plusSeconds(60));
        assertThat(found(store, "secret of ada")).isEmpty();
    }

    @Test
    void a_creation_that_is_repeated_after_the_keys_revocation_does_not_bring_the_key_back() {
        KeyStore store = store();
        IssuedKey ada = added(store, "ada", 0);
        revoke(store, ada, LONG_AGO.plusSeconds(60));

        add(store, ada, "secret of ada");

        assertThat(found(store, "secret of ada")).isEmpty();
        assertThat(get(store, ada.id())).contains(ada.revoked(LONG_AGO.plusSeconds(60)));
        assertThat(list(store, Optional.empty(), 10)).contains(List.of(ada.revoked(LONG_AGO.plusSeconds(60))));
    }

    @Test
    void keys_are_listed_from_the_oldest_on_page_by_page_with_those_that_are_revoked() {
        KeyStore store = store();
        List<IssuedKey> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(added(store, "key " + i, i));
        }
        revoke(store, all.get(1), LONG_AGO.plusSeconds(60));
        all.set(1, all.get(1).revoked(LONG_AGO.plusSeconds(60)));

        assertThat(list(store, Optional.empty(), 2)).contains(all.subList(0, 2));
        assertThat(list(store, Optional.of(all.get(1).id()), 2)).contains(all.subList(2, 4));
        assertThat(list(store, Optional.of(all.get(3).id()), 2)).contains(all.subList(4, 5));
        assertThat(list(store, Optional.of(all.get(4).id()), 2)).contains(List.of());
    }

    @Test
    void there_is_no_page_after_a_key_that_there_is_not() {
        KeyStore store = store();
        added(store, "ada", 0);

        assertThat(list(store, Optional.of("key_of_nobody"), 2)).isEmpty();
    }

    @Test
    void a_store_without_keys_has_an_empty_page() {
        assertThat(list(store(), Optional.empty(), 10)).contains(List.of());
    }

    @Test
    void keys_that_are_added_at_the_same_time_are_all_there() throws Exception {
        KeyStore store = store();
        List<Runnable> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String name = "key " + i;
            all.add(() -> added(store, name, 0));
        }

        AtOnce.run(all);

        assertThat(list(store, Optional.empty(), 1_000).orElseThrow())
                .extracting(IssuedKey::name)
                .doesNotHaveDuplicates()
                .hasSize(200);
        assertThat(found(store, "secret of key 137")).isPresent();
    }

    static IssuedKey added(KeyStore store, String name, int secondsLater) {
        return added(store, name, secondsLater, "secret of " + name);
    }

    private static IssuedKey added(KeyStore store, String name, int secondsLater, String secret) {
        IssuedKey key = new IssuedKey(id(), name, Optional.of(LONG_AGO.plusSeconds(secondsLater)), Optional.empty());
        add(store, key, secret);
        return key;
    }

    private static String id() {
        return "key_" + UUID.randomUUID();
    }

    private static void add(KeyStore store, IssuedKey key, String secret) {
        store.add(key, KeyHash.of(secret)).await().indefinitely();
    }

    static void revoke(KeyStore store, IssuedKey key, Instant at) {
        store.revoke(key.id(), at).await().indefinitely();
    }

    static Optional<Caller> found(KeyStore store, String secret) {
        return store.find(KeyHash.of(secret)).await().indefinitely();
    }

    private static Optional<IssuedKey> get(KeyStore store, String id) {
        return store.get(id).await().indefinitely();
    }

    private static Optional<List<IssuedKey>> list(KeyStore store, Optional<String> after, int limit) {
        return store.list(after, limit).await().indefinitely();
    }
}
