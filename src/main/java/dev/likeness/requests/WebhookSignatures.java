package dev.likeness.requests;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs webhooks as the Standard Webhooks specification 1.0.0 has it: {@code v1}, HMAC-SHA256. */
@ApplicationScoped
class WebhookSignatures {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    /** The bounds of the specification, in bytes. */
    private static final int SHORTEST = 24;

    private static final int LONGEST = 64;

    private final List<SecretKeySpec> secrets;

    WebhookSignatures(WebhooksConfig config) {
        this.secrets = config.secret().orElse(List.of()).stream()
                .map(secret -> new SecretKeySpec(bytes(secret.strip()), ALGORITHM))
                .toList();
    }

    private static byte[] bytes(String secret) {
        try {
            byte[] bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            if (secret.startsWith(PREFIX) && bytes.length >= SHORTEST && bytes.length <= LONGEST) {
                return bytes;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException noBase64) {
            // Told below, without the secret.
        }
        throw new IllegalArgumentException(
                "likeness.webhooks.secret: must be whsec_ and the base64 of %d to %d bytes, such as whsec_$(openssl rand -base64 32)"
                        .formatted(SHORTEST, LONGEST));
    }

    /** Whether there is a secret to sign with. */
    boolean possible() {
        return !secrets.isEmpty();
    }

    /**
     * What goes into {@code webhook-signature}: one signature of each secret.
     *
     * @param id of the message, without a dot
     * @param seconds since 1970, of the attempt
     */
    String of(String id, long seconds, byte[] body) {
        byte[] head = "%s.%d.".formatted(id, seconds).getBytes(StandardCharsets.US_ASCII);
        return secrets.stream().map(secret -> signature(secret, head, body)).collect(Collectors.joining(" "));
    }

    private static String signature(SecretKeySpec secret, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update(head);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
