package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that does not come to an end. Only in the process: a package has no such backend. */
@QuarkusTest
@TestProfile(ScriptedBackend.Hurried.class)
class TimeoutTest extends ContractTest {

    @Inject
    ScriptedBackend backend;

    @ParameterizedTest
    @ValueSource(strings = {"wait", "image wait", "progress preview wait"})
    void the_job_is_cancelled_and_costs_nothing(String script) {
        int cancelled = backend.cancelled();

        Answer answer = service.json(account, Sent.request("prompt", script, "samples", 2));

        answer.refused(504, "backend_timeout");
        Service.until("the job is cancelled", () -> backend.cancelled() == cancelled + 1);
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
        Service.until("nothing runs", () -> service.running() == 0 && service.waiting() == 0);
    }

    @Test
    void events_end_with_it() {
        Answer answer = service.json(
                account, Sent.request("prompt", "image wait", "samples", 2), "Accept", "text/event-stream");

        List<Answer.Event> events = answer.ok().events();
        assertThat(events).extracting(Answer.Event::name).containsExactly("accepted", "backend", "image", "error");
        assertThat(events.get(3).data().get("status").intValue()).isEqualTo(504);
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
    }
}
