package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.LogLines;
import dev.likeness.error.InvalidRequest;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnheardFailuresTest {

    @BeforeEach
    void listen() {
        new UnheardFailures().listen(new StartupEvent());
    }

    @AfterEach
    void reset() {
        Infrastructure.resetDroppedExceptionHandler();
    }

    @Test
    void what_the_caller_did_wrong_is_nobodys_business_once_they_have_left() {
        assertThat(unheard(InvalidRequest.unreadable("no JSON"))).isEmpty();
    }

    @Test
    void what_is_our_fault_is_an_error_all_the_same() {
        IllegalStateException failure = new IllegalStateException("node 51");

        assertThat(unheard(failure)).singleElement().satisfies(line -> assertThat(line.getThrown())
                .isSameAs(failure));
    }

    private static List<LogRecord> unheard(Throwable failure) {
        try (LogLines lines = LogLines.of(ErrorMapping.class.getName())) {
            Infrastructure.handleDroppedException(failure);
            return lines.records();
        }
    }
}
