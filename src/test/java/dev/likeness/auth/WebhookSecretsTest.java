package dev.likeness.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.123456Z");
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_" + Base64.getEncoder().encodeToString(new byte[64]);
    private static final Caller ADA = new Caller("ada");
    private static final Caller BOB = new Caller("bob");

    /** @param properties of the account {@code ada}; {@code bob} has none */
    private static WebhookSecrets secrets(String... properties) {
        Map<String, String> all = new HashMap<>();
        all.put("likeness.auth.accounts.ada.key-sha256", "0".repeat(64));
        all.put("likeness.auth.accounts.bob.key-sha256", "1".repeat(64));
        for (int i = 0; i < properties.length; i += 2) {
            all.put("likeness.auth.accounts.ada." + properties[i], properties[i + 1]);
        }
        return new WebhookSecrets(
                TestConfig.of(AuthConfig.class, all),
                TestKeys.MEMORY,
                null,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new SecureRandom());
    }

    private static List<WebhookSecret> of(WebhookSecrets secrets, Caller account) {
        return secrets.of(account).await().indefinitely();
    }

    @Test
    void an_account_of_the_configuration_has_the_secrets_that_stand_there() {
        WebhookSecrets secrets = secrets("webhook-secret", SECRET, "previous-webhook-secret", OTHER);

        assertThat(of(secrets, ADA)).containsExactly(new WebhookSecret(SECRET), new WebhookSecret(OTHER));
        assertThat(of(secrets, BOB)).isEmpty();
        assertThat(of(secrets, new Caller("key_1"))).isEmpty();
    }

    @Test
    void a_new_secret_has_32_random_bytes_and_the_overlap_of_the_configuration() {
        WebhookSecrets secrets = secrets();
        Caller account = new Caller("key_1");

        WebhookSecrets.Issued first =
                secrets.rotate(account, Optional.empty()).await().indefinitely();
        WebhookSecrets.Issued second =
                secrets.rotate(account, Optional.empty()).await().indefinitely();

        assertThat(first.secret().key()).hasSize(32);
        assertThat(first.secret()).isNotEqualTo(second.secret());
        assertThat(second.previousValidUntil()).isEqualTo(Instant.parse("2026-12-01T12:00:00.123Z"));
        assertThat(of(secrets, account)).containsExactly(second.secret(), first.secret());
        WebhookSecrets.Issued third =
                secrets.rotate(account, Optional.of(Duration.ZERO)).await().indefinitely();
        assertThat(of(secrets, account)).containsExactly(third.secret());
    }

    @Test
    void a_secret_is_kept_out_of_logs() {
        assertThat(new WebhookSecret(SECRET).toString()).doesNotContain(SECRET.substring(6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2hunter2hunter2hunter2hunter2",
                "whsec_",
                "whsec_!!!!",
                "whsec_aHVudGVyMg==",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void a_secret_that_is_none_is_refused_by_the_name_of_its_key_and_not_shown(String bad) {
        for (String key : new String[] {"webhook-secret", "previous-webhook-secret"}) {
            String[] properties = key.equals("webhook-secret")
                    ? new String[] {key, bad}
                    : new String[] {"webhook-secret", SECRET, key, bad};
            assertThatThrownBy(() -> secrets(properties))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("likeness.auth.accounts.ada." + key + ": must be whsec_ and the base64 of")
                    .hasMessageNotContaining(bad.length() > 8 ? bad.substring(6) : "hunter2");
        }
    }

    @Test
    void a_previous_secret_without_the_one_that_takes_its_place_is_refused() {
        assertThatThrownBy(() -> secrets("previous-webhook-secret", OTHER))
                .hasMessageStartingWith("likeness.auth.accounts.ada.previous-webhook-secret: ");
    }
}
