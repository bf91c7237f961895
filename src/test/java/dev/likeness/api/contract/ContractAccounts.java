package dev.likeness.api.contract;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Gives the service under test its accounts, in the process or in a package of its own, so that each test has one that no
 * other test spends from; and lets image URLs name this machine, but only by that name.
 */
public final class ContractAccounts implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        Map<String, String> config = new HashMap<>();
        for (Account.Kind kind : Account.Kind.values()) {
            for (int i = 0; i < kind.count(); i++) {
                Account account = new Account(kind, i);
                String prefix = "likeness.auth.accounts." + account.name();
                config.put(prefix + ".key-sha256", sha256(account.key()));
                config.put(prefix + ".credits", kind.credits());
                account.webhookSecret().ifPresent(secret -> config.put(prefix + ".webhook-secret", secret));
            }
        }
        config.put("likeness.input.allowed-hosts", "localhost");
        return config;
    }

    @Override
    public void stop() {}

    private static String sha256(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
