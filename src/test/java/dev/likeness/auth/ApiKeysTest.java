package dev.likeness.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    @Test
    void a_key_is_found_by_its_hash() throws Exception {
        ApiKeys keys = keys(accounts(Map.of("ada", sha256("ada's key"), "bob", sha256("bob's key"))));

        assertThat(found(keys, "bob's key")).contains(new Caller("bob"));
    }

    @Test
    void a_hash_may_be_written_in_capitals() throws Exception {
        ApiKeys keys = keys(accounts(Map.of("ada", sha256("key").toUpperCase(Locale.ROOT))));

        assertThat(found(keys, "key")).contains(new Caller("ada"));
    }

    @Test
    void an_unknown_key_finds_nobody() throws Exception {
        ApiKeys keys = keys(accounts(Map.of("ada", sha256("key"))));

        assertThat(found(keys, "KEY")).isEmpty();
        assertThat(found(keys, "")).isEmpty();
        assertThat(found(keys, "key\0")).isEmpty();
    }

    @Test
    void the_hash_itself_is_no_key() throws Exception {
        ApiKeys keys = keys(accounts(Map.of("ada", sha256("key"))));

        assertThat(found(keys, sha256("key"))).isEmpty();
    }

    @Test
    void without_accounts_nobody_is_found() {
        assertThat(found(keys(accounts(Map.of())), "any")).isEmpty();
    }

    @Test
    void a_hash_that_is_none_is_refused_at_the_start_by_the_name_of_its_key() {
        for (String wrong : new String[] {"", "demo", "0".repeat(63), "0".repeat(65), "g".repeat(64)}) {
            assertThatThrownBy(() -> keys(accounts(Map.of("ada", wrong))))
                    .as(wrong)
                    .hasMessageContaining("likeness.auth.accounts.ada.key-sha256");
        }
    }

    @Test
    void an_account_without_a_hash_is_refused_at_the_start_by_the_name_of_its_key() {
        assertThatThrownBy(() -> TestConfig.of(AuthConfig.class, Map.of("likeness.auth.accounts.ada.credits", "5")))
                .hasMessageContaining("likeness.auth.accounts.ada.key-sha256");
    }

    @Test
    void negative_credits_are_refused_at_the_start_by_the_name_of_their_key() {
        assertThatThrownBy(() -> TestConfig.of(
                        AuthConfig.class,
                        Map.of(
                                "likeness.auth.accounts.ada.key-sha256",
                                "0".repeat(64),
                                "likeness.auth.accounts.ada.credits",
                                "-1")))
                .hasMessageContaining("likeness.auth.accounts.ada.credits");
    }

    @Test
    void a_name_that_is_none_is_refused_at_the_start() {
        for (String wrong : new String[] {"a b", "ä", "x".repeat(65)}) {
            AuthConfig config = accounts(Map.of('"' + wrong + '"', "0".repeat(64)));
            assertThatThrownBy(() -> keys(config))
                    .as(wrong)
                    .hasMessageContaining("likeness.auth.accounts." + wrong)
                    .hasMessageContaining("letters");
        }
    }

    private static ApiKeys keys(AuthConfig config) {
        return TestKeys.inMemory(config);
    }

    private static Optional<Caller> found(ApiKeys keys, String key) {
        return keys.find(key).await().indefinitely();
    }

    static AuthConfig accounts(Map<String, String> hashes) {
        Map<String, String> properties = new java.util.HashMap<>();
        hashes.forEach((name, hash) -> properties.put("likeness.auth.accounts." + name + ".key-sha256", hash));
        return TestConfig.of(AuthConfig.class, properties);
    }

    private static String sha256(String key) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }
}
