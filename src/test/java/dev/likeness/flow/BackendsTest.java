package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestConfig;
import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendsTest {

    private static final List<GenerationBackend> KNOWN = List.of(new Named("preview"), new Named("comfyui"));

    @Test
    void the_preview_is_chosen_by_default() {
        assertThat(new Backends(TestConfig.of(FlowConfig.class, Map.of()), KNOWN).chain())
                .containsExactly(new Named("preview"));
    }

    @Test
    void the_backends_of_the_configured_names_are_chosen_in_their_order() {
        assertThat(new Backends(config("likeness.backend", "comfyui, preview"), KNOWN).chain())
                .containsExactly(new Named("comfyui"), new Named("preview"));
    }

    @Test
    void a_backend_that_is_named_twice_is_refused_at_the_start() {
        FlowConfig config = config("likeness.backend", "preview,comfyui,preview");

        assertThatThrownBy(() -> new Backends(config, KNOWN))
                .hasMessage("likeness.backend=preview,comfyui,preview: preview is named twice; name each backend once");
    }

    @Test
    void an_unknown_backend_behind_a_known_one_is_refused_too() {
        FlowConfig config = config("likeness.backend", "preview,segmnd");

        assertThatThrownBy(() -> new Backends(config, KNOWN))
                .hasMessage("likeness.backend=segmnd: there is no such backend; choose from comfyui, preview");
    }

    @Test
    void an_unknown_backend_is_refused_at_the_start_with_its_key_and_the_choice() {
        FlowConfig config = config("likeness.backend", "previw");

        assertThatThrownBy(() -> new Backends(config, KNOWN))
                .hasMessage("likeness.backend=previw: there is no such backend; choose from comfyui, preview");
    }

    @ParameterizedTest
    @CsvSource({
        "likeness.backend, ' '",
        "likeness.admission.running, 0",
        "likeness.admission.waiting, -1",
        "likeness.admission.retry-after, never",
        "likeness.generation.timeout, soon",
        "likeness.workers.threads, many",
    })
    void a_value_that_cannot_work_is_refused_at_the_start_by_the_name_of_its_key(String key, String value) {
        assertThatThrownBy(() -> config(key, value)).hasMessageContaining(key);
    }

    private static FlowConfig config(String key, String value) {
        return TestConfig.of(FlowConfig.class, Map.of(key, value));
    }

    private record Named(String name) implements GenerationBackend {

        @Override
        public boolean needsPose() {
            return false;
        }

        @Override
        public Multi<GenerationEvent> generate(GenerationJob job) {
            return Multi.createFrom().empty();
        }
    }
}
