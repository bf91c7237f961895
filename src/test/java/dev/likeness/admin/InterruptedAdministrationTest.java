package dev.likeness.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.auth.ApiKeys;
import dev.likeness.auth.IssuedKey;
import dev.likeness.auth.TestKeys;
import dev.likeness.credits.AccountBook;
import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.TestCredits;
import dev.likeness.faults.FaultProxy;
import dev.likeness.faults.Interruption;
import dev.likeness.store.SharedRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys are created and revoked whole or not at all, and what was interrupted is completed by its repetition. */
class InterruptedAdministrationTest {

    /** Nothing is retried, so that an interruption ends the call. */
    private static final Map<String, String> IMPATIENT =
            Map.of("likeness.redis.timeout", "400ms", "likeness.redis.patience", "1ms");

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private final CreditLedger ledger = TestCredits.ledger(new SimpleMeterRegistry());
    private FaultProxy proxy;
    private ApiKeys faultless;
    private KeyAdministration repeating;

    @BeforeEach
    void begin() {
        proxy = REDIS.proxy();
        faultless = TestKeys.inRedis(REDIS.replica());
        repeating = administration(faultless);
    }

    private KeyAdministration administration(ApiKeys keys) {
        return new KeyAdministration(keys, null, ledger, (AccountBook) ledger);
    }

    /** A replica that has no connection yet. */
    private KeyAdministration interrupted() {
        return administration(TestKeys.inRedis(REDIS.replica(proxy, IMPATIENT)));
    }

    @ParameterizedTest
    @EnumSource
    void an_interrupted_revocation_is_completed_by_its_repetition(Interruption interruption) {
        interruption.atEachCommand(proxy, () -> {
            KeyAdministration.Created created =
                    repeating.create("ada", BigDecimal.ONE).await().indefinitely();
            String id = created.account().key().id();
            KeyAdministration administration = interrupted();
            return new Interruption.Change() {

                @Override
                public Uni<?> change() {
                    return administration.revoke(id);
                }

                @Override
                public void verify(boolean succeeded) {
                    IssuedKey key = repeating.get(id).await().indefinitely().key();
                    boolean authenticates = TestKeys.authenticates(faultless, created.secret());
                    assertThat(succeeded && authenticates)
                            .as("the revocation was answered, and the key authenticates")
                            .isFalse();
                    assertThat(key.revokedAt().isPresent() && authenticates)
                            .as("the key is listed as revoked, and authenticates")
                            .isFalse();

                    IssuedKey revoked =
                            repeating.revoke(id).await().indefinitely().key();

                    assertThat(revoked.revokedAt()).isPresent();
                    assertThat(TestKeys.authenticates(faultless, created.secret()))
                            .as("the key authenticates after the repeated revocation")
                            .isFalse();
                }
            };
        });
    }

    @ParameterizedTest
    @EnumSource
    void of_an_interrupted_creation_no_key_is_left_that_authenticates_and_is_not_listed(Interruption interruption) {
        interruption.atEachCommand(proxy, () -> {
            KeyAdministration.Page<KeyAdministration.Account> before = all();
            ApiKeys keys = TestKeys.inRedis(REDIS.replica(proxy, IMPATIENT));
            ApiKeys.NewKey drawn = keys.draw("ada");
            return new Interruption.Change() {

                @Override
                public Uni<?> change() {
                    return keys.add(drawn);
                }

                @Override
                public void verify(boolean succeeded) {
                    boolean authenticates = TestKeys.authenticates(faultless, drawn.secret());
                    List<String> listed = all().items().stream()
                            .map(account -> account.key().id())
                            .toList();
                    assertThat(listed.contains(drawn.key().id())).as("listed").isEqualTo(authenticates);
                    assertThat(faultless
                                    .get(drawn.key().id())
                                    .await()
                                    .indefinitely()
                                    .isPresent())
                            .as("found by its id")
                            .isEqualTo(authenticates);
                    assertThat(succeeded && !authenticates)
                            .as("the creation was answered, and the key does not authenticate")
                            .isFalse();
                    assertThat(listed.size() - before.items().size()).isEqualTo(authenticates ? 1 : 0);
                }
            };
        });
    }

    private KeyAdministration.Page<KeyAdministration.Account> all() {
        return repeating.list(Optional.empty(), 1_000).await().indefinitely();
    }
}
