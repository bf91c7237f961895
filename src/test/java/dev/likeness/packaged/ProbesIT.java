package dev.likeness.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What those who run the service look at: health, metrics, the document and its user interface. */
class ProbesIT {

    private static PackagedService service;

    @BeforeAll
    static void start() {
        service = PackagedService.start(PackageForm.built(), Map.of()).awaitReady();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void all_probes_are_up() throws IOException {
        for (String probe : new String[] {"live", "ready", "started"}) {
            var answer = service.send(service.to("/q/health/" + probe));

            assertThat(answer.statusCode()).as(probe).isEqualTo(200);
            JsonNode health = new ObjectMapper().readTree(answer.body());
            assertThat(health.get("status").textValue()).isEqualTo("UP");
        }
    }

    @Test
    void the_first_picture_has_the_networks_loaded() {
        assertThat(Pictures.of(service, "png").statusCode()).isEqualTo(200);

        assertThat(text("/q/health/ready")).contains("pose and face networks", "\"loaded\"");
    }

    @Test
    void metrics_tell_of_the_process_and_of_what_was_asked() {
        assertThat(Pictures.of(service, "png").statusCode()).isEqualTo(200);

        assertThat(text("/q/metrics"))
                .contains("likeness_requests_total", "likeness_stage_seconds", "likeness_backend_calls_total")
                .contains("process_uptime_seconds", "http_server_requests_seconds_count");
    }

    /** Of a service that nobody has asked for anything yet: autoscalers and alerts need something to begin with. */
    @Test
    void the_table_of_metrics_names_those_that_are_exposed_and_no_others() throws IOException {
        try (PackagedService fresh =
                PackagedService.start(PackageForm.built(), Map.of()).awaitReady()) {
            Set<String> exposed = new TreeSet<>();
            fresh.metrics()
                    .lines()
                    .filter(line -> line.startsWith("likeness_"))
                    .forEach(line -> exposed.add(line.split("[{ ]")[0].replaceAll("_(bucket|count|sum)$", "")));
            Set<String> always = new TreeSet<>();
            Pattern.compile("(?m)^\\| `(likeness_[a-z_]+)` \\|[^|]+\\|[^|]*\\| always \\|")
                    .matcher(Files.readString(Path.of("docs/operations.md")))
                    .results()
                    .forEach(row -> always.add(row.group(1)));

            assertThat(exposed).isEqualTo(always);
        }
    }

    @Test
    void the_document_and_its_user_interface_are_served() {
        assertThat(text("/q/openapi")).contains("/v1/consistent-character-with-pose", "x-api-key");
        assertThat(text("/q/swagger-ui/")).contains("swagger-ui");
        assertThat(service.send(service.to("/q/swagger-ui/swagger-ui-bundle.js"))
                        .body())
                .hasSizeGreaterThan(100_000);
    }

    private static String text(String path) {
        var answer = service.send(service.to(path));
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
