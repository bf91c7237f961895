package dev.likeness.requests;

import dev.likeness.output.OutputFormat;
import dev.likeness.store.StoreConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links to finished pictures. Whoever has one may fetch the picture without a key until the link expires, so that a link
 * can be put into a page or given to a program; nobody can make one who does not know the secret. It is there from the
 * start, so that a missing secret is told then.
 */
@Startup
@ApplicationScoped
public class OutputLinks {

    public static final String PATH = "/v2/outputs/";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;

    private final SecretKeySpec secret;
    private final Duration retention;
    private final Clock clock;

    OutputLinks(RequestsConfig config, StoreConfig store, RandomGenerator random, Clock clock) {
        this.secret = new SecretKeySpec(
                config.linkSecret()
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .orElseGet(() -> drawn(store, random)),
                ALGORITHM);
        this.retention = config.retention();
        this.clock = clock;
    }

    private static byte[] drawn(StoreConfig store, RandomGenerator random) {
        if (store.store() == StoreConfig.Kind.REDIS) {
            throw new IllegalArgumentException(
                    "likeness.requests.link-secret is required with likeness.store=redis: all"
                            + " replicas must sign links alike; set it to 32 random characters or more");
        }
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A link to the picture that is good for as long as the picture is kept. */
    public String to(StoredRequest request, StoredRequest.StoredPicture picture) {
        Instant end = request.times().ended().orElseGet(clock::instant).plus(retention);
        String file = file(picture.sample(), request.format());
        long expires = end.getEpochSecond();
        return String.format(
                Locale.ROOT,
                "%s%s%s/%s?expires=%d&signature=%s",
                request.delivery().origin(),
                PATH,
                request.id(),
                file,
                expires,
                signature(request.id(), file, expires));
    }

    /** Whether a link of this kind was given out and has not expired. */
    public boolean isGood(UUID id, String file, long expires, String signature) {
        byte[] expected = signature(id, file, expires).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))
                && expires > clock.instant().getEpochSecond();
    }

    private static String file(int sample, OutputFormat format) {
        return sample + "." + format.extension();
    }

    private String signature(UUID id, String file, long expires) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] signed =
                    String.format(Locale.ROOT, "%s/%s?%d", id, file, expires).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
