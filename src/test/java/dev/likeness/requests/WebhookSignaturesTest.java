package dev.likeness.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignaturesTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    private static WebhookSignatures signatures(String secrets) {
        return new WebhookSignatures(TestConfig.of(WebhooksConfig.class, Map.of("likeness.webhooks.secret", secrets)));
    }

    /** Calculated by the specification's own library for Python, standardwebhooks 1.1.0. */
    @Test
    void receivers_calculate_the_same() {
        assertThat(signatures(SECRET).of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void each_of_several_secrets_signs() {
        String other = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

        String both = signatures(SECRET + "," + other).of("msg_1", 1, BODY);

        assertThat(both)
                .isEqualTo(signatures(SECRET).of("msg_1", 1, BODY) + " "
                        + signatures(other).of("msg_1", 1, BODY));
    }

    @Test
    void without_a_secret_nothing_is_signed() {
        assertThat(new WebhookSignatures(TestConfig.of(WebhooksConfig.class, Map.of())).possible())
                .isFalse();
        assertThat(signatures(SECRET).possible()).isTrue();
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
    void a_secret_that_is_none_is_refused_by_name_and_not_shown(String bad) {
        assertThatThrownBy(() -> signatures(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("likeness.webhooks.secret: ")
                .hasMessageNotContaining(bad.length() > 8 ? bad.substring(6) : "hunter2");
    }
}
