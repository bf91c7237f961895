package dev.likeness.requests;

import dev.likeness.auth.WebhookSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs webhooks as the Standard Webhooks specification 1.0.0 has it: {@code v1}, HMAC-SHA256. */
final class WebhookSignatures {

    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignatures() {}

    /**
     * The value of {@code webhook-signature}: one signature of each secret.
     *
     * @param id of the message, without a dot
     * @param seconds since 1970, of the attempt
     */
    static String of(List<WebhookSecret> secrets, String id, long seconds, byte[] body) {
        byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.US_ASCII);
        return secrets.stream().map(secret -> signature(secret, head, body)).collect(Collectors.joining(" "));
    }

    private static String signature(WebhookSecret secret, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
            mac.update(head);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
