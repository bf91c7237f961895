package dev.likeness.process;

import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Why the service did not start: in one line where the operator can mend it, with all its traces where nobody foresaw it. */
final class StartFailure {

    private static final Logger LOG = Logger.getLogger(StartFailure.class);

    private static final String OURS = "dev.likeness.";

    private StartFailure() {}

    static void log(Throwable failure) {
        Optional<String> refusal = refusal(failure);
        if (refusal.isPresent()) {
            LOG.errorf("Likeness cannot start: %s", refusal.get());
        } else {
            LOG.error("Likeness cannot start", failure);
        }
    }

    /** What a check of the configuration, of a file or of the port says; the innermost is the most exact. */
    static Optional<String> refusal(Throwable failure) {
        Optional<String> words = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof QuarkusBindException taken) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "it cannot listen on %s:%d (%s); quarkus.http.host and quarkus.http.port name another place",
                        taken.getHost(),
                        taken.getPort(),
                        taken.getMessage()));
            } else if (cause instanceof ConfigValidationException || isCheckOfOurs(cause)) {
                words = Optional.of(cause.getMessage().strip());
            }
        }
        return words;
    }

    /** The checks throw these two; what is thrown by libraries, or by a defect of another kind, is no check. */
    private static boolean isCheckOfOurs(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return (failure instanceof IllegalArgumentException || failure instanceof IllegalStateException)
                && failure.getMessage() != null
                && trace.length > 0
                && trace[0].getClassName().startsWith(OURS);
    }
}
