package dev.likeness.credits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What pictures cost, and how accounts are kept. */
@ConfigMapping(prefix = "likeness.credits")
public interface CreditsConfig {

    /** The finest amount is a millionth of a credit. */
    int DECIMALS = 6;

    /** Credits for one picture; decimal, with at most six decimals; 0 makes them free. */
    @WithDefault("1")
    @PositiveOrZero @Digits(integer = 9, fraction = DECIMALS) BigDecimal costPerImage();

    /**
     * For how long a request's credits stay aside beyond {@code likeness.generation.timeout} when the replica that works on
     * it is gone; while it lives, it renews them. Those of a request that was about to be queued stay aside for no longer
     * than this.
     */
    @WithDefault("60s")
    @NotNull @DurationMin(seconds = 1)
    Duration holdMargin();

    /** How often credits whose time is up are looked for; whoever asks for the balance finds them back before. */
    @WithDefault("30s")
    @NotNull @DurationMin(seconds = 1)
    Duration sweepInterval();

    /** How many entries of an account's ledger are kept; one entry that comes first sums up those that are older. */
    @WithDefault("10000")
    @Min(1) @Max(1_000_000) int ledgerEntries();

    /** How long an entry of a ledger is kept at most; older ones are summed up when the next one is added. */
    @WithDefault("90d")
    @NotNull @DurationMin(seconds = 1)
    Duration ledgerRetention();
}
