package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.LogLines;
import dev.likeness.error.InvalidRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** Failures in the running service, which has to have put its own rule in the place of Quarkus'. */
@QuarkusTest
class UnheardFailuresTest {

    @Test
    void what_the_caller_did_wrong_is_nobodys_business_once_they_have_left() {
        assertThat(unheard(InvalidRequest.unreadable("no JSON"))).isEmpty();
    }

    @Test
    void what_is_our_fault_is_an_error_all_the_same() {
        IllegalStateException failure = new IllegalStateException("node 51");

        assertThat(unheard(failure)).singleElement().satisfies(line -> {
            assertThat(line.getLoggerName()).isEqualTo(ErrorMapping.class.getName());
            assertThat(line.getThrown()).isSameAs(failure);
        });
    }

    /** What anybody logs of it. */
    private static List<LogRecord> unheard(Throwable failure) {
        try (LogLines lines = LogLines.of("")) {
            Infrastructure.handleDroppedException(failure);
            return lines.records();
        }
    }
}
