package dev.likeness.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What SIGTERM does, with which Kubernetes ends a pod. */
class ShutdownIT {

    /** 128 and the signal's number, as of every program that SIGTERM ends. */
    private static final int ENDED_AS_ASKED = 0;

    @Test
    void a_running_request_ends_well_and_then_the_process() throws Exception {
        try (PackagedService service =
                PackagedService.start(PackageForm.built(), Map.of()).awaitReady()) {
            var request = Pictures.request(
                            service, Pictures.sample("face.jpg"), Pictures.sample("pose.png"), "\"samples\":2")
                    .header("Accept", "text/event-stream");

            var answer = service.http().send(request.build(), BodyHandlers.ofInputStream());
            try (BufferedReader events = new BufferedReader(new InputStreamReader(answer.body()))) {
                assertThat(events.readLine()).isEqualTo("event: accepted");
                service.terminate();
                List<String> names = events.lines()
                        .filter(line -> line.startsWith("event: "))
                        .collect(Collectors.toList());

                assertThat(names.stream().filter("event: image"::equals)).hasSize(2);
                assertThat(names.get(names.size() - 1)).isEqualTo("event: done");
            }
            assertThat(service.exitCode()).isEqualTo(ENDED_AS_ASKED);
            assertThat(service.log()).doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void an_idle_process_ends_at_once() {
        try (PackagedService service =
                PackagedService.start(PackageForm.built(), Map.of()).awaitReady()) {
            service.terminate();

            assertThat(service.exitCode()).isEqualTo(ENDED_AS_ASKED);
            assertThat(service.log()).contains("stopped in").doesNotContain("ERROR", "Exception");
        }
    }
}
