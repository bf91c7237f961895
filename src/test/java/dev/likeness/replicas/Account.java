package dev.likeness.replicas;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Whoever pays.
 *
 * @param opening credits that the account begins with
 */
record Account(String name, BigDecimal opening) {

    /** Two that can pay for everything, and two whose credits run out on the way, so that requests race for the last ones. */
    static List<Account> of(int requests, BigDecimal costPerImage) {
        BigDecimal plenty = costPerImage.multiply(BigDecimal.valueOf(2L * requests));
        BigDecimal little = costPerImage.multiply(BigDecimal.valueOf(requests / 6));
        return List.of(
                new Account("ada", plenty),
                new Account("bob", plenty.add(new BigDecimal("0.123456"))),
                new Account("cleo", little),
                new Account("dan", little.add(new BigDecimal("0.000001"))));
    }

    String key() {
        return "key-of-" + name;
    }

    Map<String, String> properties() {
        String prefix = "likeness.auth.accounts." + name;
        return Map.of(prefix + ".key-sha256", sha256(key()), prefix + ".credits", opening.toPlainString());
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
