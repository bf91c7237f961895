package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.LogLines;
import dev.likeness.error.BackendFailed;
import dev.likeness.error.InvalidRequest;
import dev.likeness.error.Overloaded;
import java.time.Duration;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ErrorMappingTest {

    @Test
    void what_the_caller_did_wrong_is_not_logged() {
        assertThat(logged(InvalidRequest.unreadable("no JSON"))).isEmpty();
    }

    @Test
    void what_is_our_fault_is_an_error_with_its_cause() {
        BackendFailed failure = new BackendFailed("try again", new IllegalStateException("node 51"));

        assertThat(logged(failure)).singleElement().satisfies(line -> {
            assertThat(line.getLevel().getName()).isEqualTo("ERROR");
            assertThat(line.getThrown()).isSameAs(failure);
        });
    }

    @Test
    void too_many_requests_at_once_are_a_warning_in_one_line() {
        assertThat(logged(new Overloaded("too many", Duration.ofSeconds(5))))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel().getName()).isIn("WARN", "WARNING");
                    assertThat(line.getThrown()).isNull();
                });
    }

    private static List<LogRecord> logged(Throwable failure) {
        try (LogLines lines = LogLines.of(ErrorMapping.class.getName())) {
            ErrorMapping.log(failure, Problem.of(failure));
            return lines.records();
        }
    }
}
