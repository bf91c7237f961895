package dev.likeness.generation.segmind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.TestConfig;
import dev.likeness.remote.Answer;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the upstream gets jobs, by what it says of our account. */
class StandingTest {

    private final AtomicLong now = new AtomicLong();
    private final Standing standing = new Standing(
            Address.of(
                    TestConfig.of(SegmindConfig.class, Map.of("likeness.segmind.url", "https://api.example.com/v1"))),
            Duration.ofMinutes(5),
            now::get);

    @Test
    void nothing_is_ready_before_it_was_asked() {
        assertThat(standing.condition().ready()).isFalse();
        assertThat(standing.credits()).isNaN();
    }

    @Test
    void an_account_with_credits_is_ready_and_they_are_known() {
        standing.probed(answer(200, "{\"credits\": 12.5}"));

        assertReady();
        assertThat(standing.credits()).isEqualTo(12.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"credits\": 0} | too few credits",
                "404 | {\"error\":\"No credits found for the user\"} | too few credits",
                "401 | {\"error\":\"Unauthorized\"} | does not take the key of likeness.segmind.api-key",
                "403 | {\"error\":\"no\"} | does not let the key",
                "500 | oops | answers 500",
                "302 | | answers 302",
            })
    void what_keeps_jobs_away_is_named(int status, String body, String remark) {
        standing.probed(answer(status, body == null ? "" : body));

        assertThat(standing.condition().ready()).isFalse();
        assertThat(standing.condition().remarks().get("https://api.example.com"))
                .contains(remark);
    }

    @Test
    void an_upstream_without_the_question_is_ready_when_it_takes_the_key() {
        standing.probed(answer(404, "{\"error\":\"There is nothing at this address\"}"));
        assertReady();
    }

    @Test
    void silence_is_named_and_passes() {
        standing.silent();
        assertThat(standing.condition().ready()).isFalse();

        standing.probed(answer(200, "{\"credits\": 1}"));
        assertReady();
    }

    @Test
    void a_probe_that_came_too_often_changes_nothing() {
        standing.probed(answer(200, "{\"credits\": 0}"));
        standing.probed(answer(429, ""));
        assertThat(standing.condition().ready()).isFalse();
    }

    @Test
    void a_key_that_a_job_was_refused_for_counts_until_a_probe_says_otherwise() {
        standing.probed(answer(200, "{\"credits\": 5}"));

        standing.refused(answer(401, "{\"error\":\"Unauthorized\"}"));
        assertThat(standing.condition().ready()).isFalse();

        standing.probed(answer(200, "{\"credits\": 5}"));
        assertReady();
    }

    /** A balance below the cost of a picture is above zero. */
    @Test
    void credits_that_were_too_few_for_a_job_are_too_few_until_there_are_more() {
        standing.probed(answer(200, "{\"credits\": 0.5}"));

        standing.refused(answer(406, "{\"error\":\"Insufficient credits\"}"));
        standing.probed(answer(200, "{\"credits\": 0.5}"));
        assertThat(standing.condition().ready()).isFalse();

        standing.probed(answer(200, "{\"credits\": 10.5}"));
        assertReady();
    }

    @Test
    void credits_that_are_not_known_are_too_few_until_there_are_more_than_at_the_next_look() {
        standing.refused(answer(406, "{\"error\":\"Insufficient credits\"}"));
        standing.probed(answer(200, "{\"credits\": 0.5}"));
        assertThat(standing.condition().ready()).isFalse();

        standing.probed(answer(200, "{\"credits\": 1}"));
        assertReady();
    }

    @Test
    void a_limit_that_passes_by_itself_is_tried_again_after_a_while() {
        standing.probed(answer(200, "{\"credits\": 50}"));
        standing.refused(answer(406, "{\"error\":\"Team spend limit reached\"}"));

        now.set(Duration.ofMinutes(5).toNanos() - 1);
        standing.probed(answer(200, "{\"credits\": 50}"));
        assertThat(standing.condition().ready()).isFalse();

        now.incrementAndGet();
        standing.probed(answer(200, "{\"credits\": 50}"));
        assertReady();
    }

    @Test
    void a_refused_value_says_nothing_of_the_account() {
        standing.probed(answer(200, "{\"credits\": 5}"));

        standing.refused(answer(406, "{\"error\":\"Invalid content type\"}"));
        standing.refused(answer(400, "{\"error\":\"no\"}"));

        assertReady();
    }

    @Test
    void what_a_finished_job_tells_is_believed_and_nonsense_is_not() {
        standing.hasCredits("7.25");
        standing.hasCredits("many");
        standing.hasCredits("NaN");
        standing.hasCredits(null);

        assertThat(standing.credits()).isEqualTo(7.25);
    }

    private void assertReady() {
        assertThat(standing.condition().ready())
                .as(standing.condition().remarks().toString())
                .isTrue();
    }

    static Answer answer(int status, String body) {
        return new Answer(status, MultiMap.caseInsensitiveMultiMap(), body.getBytes());
    }
}
