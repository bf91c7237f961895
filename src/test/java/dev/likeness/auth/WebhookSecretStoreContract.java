package dev.likeness.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of webhook secrets does, wherever it keeps them. */
abstract class WebhookSecretStoreContract {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    private final Caller ada = new Caller("key_" + UUID.randomUUID());
    private final Caller bob = new Caller("key_" + UUID.randomUUID());

    /** Without a secret. */
    abstract WebhookSecretStore store();

    private static WebhookSecret secret(int number) {
        byte[] key = new byte[32];
        key[0] = (byte) number;
        return WebhookSecret.of(key);
    }

    private static void rotate(WebhookSecretStore store, Caller account, int number, Instant now, Instant expiry) {
        store.rotate(account, secret(number), now, expiry).await().indefinitely();
    }

    private static List<WebhookSecret> found(WebhookSecretStore store, Caller account, Instant now) {
        return store.find(account, now).await().indefinitely();
    }

    @Test
    void an_account_has_no_secret_before_one_is_issued() {
        WebhookSecretStore store = store();

        assertThat(found(store, ada, NOW)).isEmpty();
    }

    @Test
    void the_secret_of_one_account_is_no_other_ones() {
        WebhookSecretStore store = store();
        rotate(store, ada, 1, NOW, NOW);
        rotate(store, bob, 2, NOW, NOW);

        assertThat(found(store, ada, NOW)).containsExactly(secret(1));
        assertThat(found(store, bob, NOW)).containsExactly(secret(2));
    }

    @Test
    void the_secret_before_is_valid_beside_the_new_one_until_it_expires() {
        WebhookSecretStore store = store();
        Instant expiry = NOW.plusSeconds(60);
        rotate(store, ada, 1, NOW, NOW);
        rotate(store, ada, 2, NOW, expiry);

        assertThat(found(store, ada, expiry.minusMillis(1))).containsExactly(secret(2), secret(1));
        assertThat(found(store, ada, expiry)).containsExactly(secret(2));
        assertThat(found(store, ada, NOW.plusSeconds(1_000_000_000))).containsExactly(secret(2));
    }

    @Test
    void without_an_overlap_those_before_expire_at_once() {
        WebhookSecretStore store = store();
        rotate(store, ada, 1, NOW, NOW);
        rotate(store, ada, 2, NOW, NOW.plusSeconds(60));
        rotate(store, ada, 3, NOW.plusSeconds(1), NOW.plusSeconds(1));

        assertThat(found(store, ada, NOW.plusSeconds(1))).containsExactly(secret(3));
    }

    /** The first of two rotations may have been answered to nobody: receivers still verify with the first secret. */
    @Test
    void a_second_rotation_does_not_end_the_overlap_of_the_first() {
        WebhookSecretStore store = store();
        Instant first = NOW.plusSeconds(60);
        rotate(store, ada, 1, NOW, NOW);
        rotate(store, ada, 2, NOW, first);
        rotate(store, ada, 3, NOW.plusSeconds(30), NOW.plusSeconds(90));

        assertThat(found(store, ada, first.minusMillis(1))).containsExactly(secret(3), secret(2), secret(1));
        assertThat(found(store, ada, first)).containsExactly(secret(3), secret(2));
    }

    @Test
    void a_rotation_that_is_repeated_changes_nothing() {
        WebhookSecretStore store = store();
        rotate(store, ada, 1, NOW, NOW);
        rotate(store, ada, 2, NOW, NOW.plusSeconds(60));
        rotate(store, ada, 2, NOW.plusSeconds(5), NOW.plusSeconds(65));

        assertThat(found(store, ada, NOW.plusSeconds(10))).containsExactly(secret(2), secret(1));
        assertThat(found(store, ada, NOW.plusSeconds(60))).containsExactly(secret(2));
    }

    @Test
    void an_account_has_a_bounded_number_of_secrets() {
        WebhookSecretStore store = store();
        for (int i = 0; i < 20; i++) {
            rotate(store, ada, i, NOW.plusSeconds(i), NOW.plusSeconds(100 + i));
        }

        assertThat(found(store, ada, NOW.plusSeconds(20)))
                .containsExactly(secret(19), secret(18), secret(17), secret(16), secret(15));
    }
}
