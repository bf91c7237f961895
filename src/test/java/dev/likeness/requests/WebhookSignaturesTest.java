package dev.likeness.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.likeness.TestConfig;
import dev.likeness.auth.WebhookSecret;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSignaturesTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String TEXT = "{\"test\": 2432232314}";
    private static final byte[] BODY = TEXT.getBytes(StandardCharsets.UTF_8);

    private static String signed(String id, long seconds, String... secrets) {
        return WebhookSignatures.of(
                List.of(secrets).stream().map(WebhookSecret::new).toList(), id, seconds, BODY);
    }

    /** Calculated by the specification's own library for Python, standardwebhooks 1.1.0. */
    @Test
    void receivers_calculate_the_same() {
        assertThat(signed("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, SECRET))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void each_of_several_secrets_signs_and_receivers_take_either() throws Exception {
        long now = Instant.now().getEpochSecond();

        String both = signed("msg_1", now, SECRET, OTHER);

        assertThat(both).isEqualTo(signed("msg_1", now, SECRET) + " " + signed("msg_1", now, OTHER));
        HttpHeaders headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of("msg_1"),
                        "webhook-timestamp", List.of(Long.toString(now)),
                        "webhook-signature", List.of(both)),
                (name, value) -> true);
        new Webhook(SECRET).verify(TEXT, headers);
        new Webhook(OTHER).verify(TEXT, headers);
        String foreign = "whsec_"
                + Base64.getEncoder().encodeToString("of another account, 24+ bytes".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> new Webhook(foreign).verify(TEXT, headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void a_start_that_sets_the_shared_secret_is_refused_with_the_keys_that_take_its_place() {
        assertThatThrownBy(() -> TestConfig.of(WebhooksConfig.class, Map.of("likeness.webhooks.secret", SECRET)))
                .hasMessageContaining("likeness.webhooks.secret")
                .hasMessageContaining("likeness.auth.accounts.<name>.webhook-secret")
                .hasMessageNotContaining(SECRET);
    }
}
