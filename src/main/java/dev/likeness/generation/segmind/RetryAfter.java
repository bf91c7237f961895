package dev.likeness.generation.segmind;

import dev.likeness.remote.Answer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** After how long the upstream wants to be asked again. */
final class RetryAfter {

    /** Longer is taken for a mistake of a clock: by then much may have changed. */
    private static final Duration MOST = Duration.ofHours(1);

    private RetryAfter() {}

    /** Seconds or a date, as HTTP has it, or the hosted API's own header, which is an instant. */
    static Optional<Duration> of(Answer answer, Clock clock) {
        String header = answer.headers().get("Retry-After");
        Optional<Duration> standard = header == null ? Optional.empty() : standard(header.strip(), clock);
        return standard.or(() -> instant(answer.headers().get("x-rate-limit-reset-at-utc"), clock))
                .map(wait -> wait.compareTo(MOST) > 0 ? MOST : wait)
                .map(wait -> wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait);
    }

    private static Optional<Duration> standard(String header, Clock clock) {
        if (header.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
        }
        try {
            Instant date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), date));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> instant(String header, Clock clock) {
        try {
            return Optional.ofNullable(header)
                    .map(text -> Duration.between(clock.instant(), Instant.parse(text.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
