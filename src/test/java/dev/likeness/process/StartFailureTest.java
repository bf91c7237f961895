package dev.likeness.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartFailureTest {

    @Test
    void a_check_of_ours_is_said_in_its_own_words_however_deep_it_lies() {
        Throwable check = new IllegalArgumentException("likeness.pose.model names the file x");

        assertThat(StartFailure.refusal(new RuntimeException("Failed to start quarkus", check)))
                .contains("likeness.pose.model names the file x");
    }

    @Test
    void of_several_the_innermost_is_said() {
        Throwable inner = new IllegalStateException("inner", new IOException("of a library"));

        assertThat(StartFailure.refusal(new IllegalStateException("outer", inner)))
                .contains("inner");
    }

    @Test
    void a_port_that_is_taken_is_named() {
        BindException taken = new BindException("Address already in use");

        assertThat(StartFailure.refusal(new RuntimeException(new QuarkusBindException("0.0.0.0", 8080, taken))))
                .hasValueSatisfying(words -> assertThat(words)
                        .startsWith("it cannot listen on 0.0.0.0:8080")
                        .contains("quarkus.http.port"));
    }

    @Test
    void what_a_library_throws_is_no_check() {
        try {
            List.of(1).iterator().remove();
        } catch (RuntimeException failure) {
            assertThat(StartFailure.refusal(failure)).isEmpty();
        }
        try {
            Integer.parseInt("no number");
        } catch (IllegalArgumentException failure) {
            assertThat(StartFailure.refusal(failure)).isEmpty();
        }
    }

    @Test
    void nor_is_a_defect_of_ours() {
        assertThat(StartFailure.refusal(new NullPointerException("a field is null")))
                .isEmpty();
    }
}
