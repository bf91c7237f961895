package dev.likeness.generation.segmind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.credits.CreditLedger;
import dev.likeness.credits.TestCredits;
import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendTimeout;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import dev.likeness.error.NoFace;
import dev.likeness.error.NoPerson;
import dev.likeness.error.Overloaded;
import dev.likeness.error.RetryLater;
import dev.likeness.flow.FlowUnderTest;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationBackend;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.GenerationJob;
import dev.likeness.generation.Progress;
import dev.likeness.generation.segmind.FakeUpstream.Fault;
import dev.likeness.generation.segmind.FakeUpstream.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** v2: what is submitted, what becomes of it, and that nothing is ever submitted twice where it would be paid twice. */
@QuarkusTest
@TestProfile(WithSegmind.class)
class QueuedCallTest extends AtUpstream {

    private static final String SUBMIT = "POST /v2/consistent-character-with-pose";
    private static final String STATUS = "GET /v2/requests/{id}/status";
    private static final String RESULT = "GET /v2/requests/{id}";
    private static final String CANCEL = "POST /v2/requests/{id}/cancel";
    private static final String OUTPUT = "GET /outputs/{file}";

    @Test
    void all_samples_are_asked_for_at_once_and_come_with_their_seeds() {
        FakeUpstream fake = fake();

        var images = rig.images(Commissions.job(3));

        assertThat(images).extracting(GeneratedImage::sample).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(images).allSatisfy(image -> assertThat(image.seed()).isEqualTo(42 + image.sample()));
        assertThat(fake.jobs).hasSize(1);
        JsonObject asked = fake.jobs.get(0).asked;
        assertThat(asked.fieldNames())
                .containsExactlyInAnyOrder(
                        "face_image",
                        "pose_image",
                        "prompt",
                        "base_64",
                        "use_input_img_dimension",
                        "custom_width",
                        "custom_height",
                        "output_format",
                        "samples",
                        "seed");
        assertThat(asked.getInteger("samples")).isEqualTo(3);
        assertThat(asked.getLong("seed")).isEqualTo(42);
        assertThat(Base64.getDecoder().decode(asked.getString("face_image"))).isEqualTo(Paintings.png(100, 120));
        assertThat(asked.getInteger("custom_width")).isEqualTo(96);
        assertThat(asked.getBoolean("use_input_img_dimension")).isFalse();
    }

    @Test
    void every_request_carries_the_headers_that_are_configured() {
        FakeUpstream fake = fake(
                "logins.id.header", "CF-Access-Client-Id",
                "logins.id.value", "abc.access",
                "logins.token.authorization", "Bearer secret");

        rig.upstream.start();
        rig.images(Commissions.job(1));
        Rig.until("the upstream is asked for the credits", () -> fake.requests.contains("GET /v1/get-user-credits"));

        assertThat(fake.requests).contains(SUBMIT, STATUS, RESULT, OUTPUT);
        assertThat(fake.headers).allSatisfy(headers -> {
            assertThat(headers.get("CF-Access-Client-Id")).isEqualTo("abc.access");
            assertThat(headers.get("Authorization")).isEqualTo("Bearer secret");
        });
        assertThat(rig.upstream.condition().remarks().toString()).doesNotContain("secret");
    }

    @Test
    void another_likeness_is_sent_what_the_hosted_api_does_not_know() {
        FakeUpstream fake = fake("likeness", "true", "profiles", "fine");
        fake.likeness = true;

        rig.images(Commissions.job(1, 7, Optional.of("fine")));

        JsonObject asked = fake.jobs.get(0).asked;
        assertThat(asked.getString("negative_prompt")).isEqualTo("hats");
        assertThat(asked.getDouble("identity_strength")).isEqualTo(0.5);
        assertThat(asked.containsKey("pose_strength")).isFalse();
        assertThat(asked.getString("profile")).isEqualTo("fine");
    }

    @Test
    void an_upstream_that_makes_fewer_at_once_is_asked_several_times_the_first_time_alone() {
        FakeUpstream fake = fake("samples-per-call", "1");

        var images = rig.images(Commissions.job(3));

        assertThat(images).extracting(GeneratedImage::seed).containsExactlyInAnyOrder(42L, 43L, 44L);
        assertThat(fake.jobs).extracting(job -> job.asked.getLong("seed")).containsExactlyInAnyOrder(42L, 43L, 44L);
        assertThat(fake.jobs).extracting(job -> job.idempotencyKey).doesNotHaveDuplicates();
    }

    @Test
    void of_several_calls_only_the_first_is_made_when_it_is_refused() {
        FakeUpstream fake = fake("samples-per-call", "1");
        fake.submitRefused = Refusal.of(429, "slow down");

        assertThat(rig.refusal(Commissions.job(4))).isInstanceOf(BackendUnavailable.class);

        assertThat(fake.asked(SUBMIT)).isEqualTo(1);
    }

    @Test
    void how_far_a_job_is_is_told_where_the_upstream_tells_it() {
        FakeUpstream fake = fake();
        fake.likeness = true;
        fake.looksUntilDone = 4;

        var events = rig.begin(Commissions.job(1)).awaitCompletion(Rig.PATIENCE);

        assertThat(events.getItems()).contains(new Progress(0, 25, 100));
        assertThat(events.getItems().stream().filter(Progress.class::isInstance))
                .hasSize(1);
    }

    @Test
    void our_key_goes_to_the_api_and_not_with_the_request_for_a_picture() {
        FakeUpstream fake = fake();

        rig.images(Commissions.job(1));

        assertThat(fake.keysOfOutputs).containsExactly("null");
    }

    // ---- refusals ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "401, Unauthorized. API key is invalid",
        "403, not permitted to call this model",
        "404, no such model",
        "406, Insufficient credits: balance 0.1 and this request needs 1",
        "406, Team spend limit reached",
        "410, retired",
        "429, rate limit exceeded",
        "500, Internal Server Error",
        "503, busy",
    })
    void a_refusal_that_is_not_about_the_request_lets_another_backend_have_the_job(int status, String error) {
        FakeUpstream fake = fake();
        fake.submitRefused = Refusal.of(status, error);

        assertThat(rig.refusal(Commissions.job(1)))
                .isInstanceOf(BackendUnavailable.class)
                .hasMessageNotContaining(error);

        assertThat(fake.asked(SUBMIT)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "406, Invalid content type",
        "406, white balance is no setting",
        "406, add credits to the picture",
        "405, method not allowed",
        "302, elsewhere",
        "400, Malformed body"
    })
    void a_refusal_that_shows_a_misunderstanding_is_a_failure(int status, String error) {
        FakeUpstream fake = fake();
        fake.submitRefused = Refusal.of(status, error);

        assertThat(rig.refusal(Commissions.job(1)))
                .isInstanceOf(BackendFailed.class)
                .hasMessageNotContaining(error)
                .cause()
                .hasMessageContaining(error);

        assertThat(fake.asked(SUBMIT)).isEqualTo(1);
    }

    @Test
    void what_is_wrong_with_the_callers_fields_is_told_in_the_upstreams_words() {
        FakeUpstream fake = fake();
        fake.submitRefused = new Refusal(
                400,
                new JsonObject()
                        .put("error", "face_image: too blurred")
                        .put("code", "invalid_image")
                        .put(
                                "fields",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("field", "face_image")
                                                .put("message", "too blurred")))
                        .encode(),
                Map.of());

        InvalidRequest refusal = (InvalidRequest) rig.refusal(Commissions.job(1));

        assertThat(refusal.code()).isEqualTo("invalid_image");
        assertThat(refusal.violations()).hasSize(1).allSatisfy(violation -> {
            assertThat(violation.field()).isEqualTo("face_image");
            assertThat(violation.message()).isEqualTo("too blurred");
        });
    }

    @Test
    void an_error_that_begins_with_a_field_is_about_that_field() {
        FakeUpstream fake = fake();
        fake.submitRefused = Refusal.of(400, "prompt: it was rejected by the safety filter");

        assertThat(((InvalidRequest) rig.refusal(Commissions.job(1))).violations())
                .containsExactly(new FieldViolation("prompt", "it was rejected by the safety filter"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error while executing prompt",
                "could not load profile",
                "seed worker 3 has died",
                "no samples were made",
                "the upscaler found no face to restore"
            })
    void an_error_that_has_a_fields_name_among_its_words_is_the_upstreams(String error) {
        FakeUpstream fake = fake();
        fake.failed = new JsonObject().put("error", error);
        assertThat(rig.failure(Commissions.job(1))).isInstanceOf(BackendFailed.class);

        fake.submitRefused = Refusal.of(400, error);
        assertThat(rig.refusal(Commissions.job(1))).isInstanceOf(BackendFailed.class);
    }

    @Test
    void when_to_come_back_is_passed_on() {
        FakeUpstream fake = fake();
        fake.submitRefused = new Refusal(429, "{\"error\":\"slow down\"}", Map.of("Retry-After", "17"));

        Throwable refusal = rig.refusal(Commissions.job(1));

        assertThat(((RetryLater) refusal).retryAfter()).isEqualTo(Duration.ofSeconds(17));
        assertThat(refusal)
                .hasMessage("The service that makes the pictures cannot take any at present; try again in 17 s");
    }

    @Test
    void an_upstream_that_is_not_there_lets_another_backend_have_the_job() {
        FakeUpstream fake = fake();
        fake.close();

        assertThat(rig.refusal(Commissions.job(1))).isInstanceOf(BackendUnavailable.class);
    }

    @Test
    void one_job_more_than_may_be_there_is_refused_before_it_is_sent() {
        FakeUpstream fake = fake("max-in-flight", "1");
        fake.looksUntilDone = Integer.MAX_VALUE;
        fake.likeness = true;
        var first = rig.begin(Commissions.job(1));
        Rig.until("the job is there", () -> fake.jobs.size() == 1);

        assertThat(rig.refusal(Commissions.job(1))).isInstanceOf(Overloaded.class);

        first.cancel();
        assertThat(fake.asked(SUBMIT)).isEqualTo(1);
    }

    private enum Ending {
        COMPLETED,
        FAILED,
        CANCELLED
    }

    @ParameterizedTest
    @EnumSource
    void a_job_that_begins_when_another_has_ended_gets_its_place(Ending ending) {
        FakeUpstream fake = fake("max-in-flight", "1");
        fake.likeness = true;
        fake.looksUntilDone = ending == Ending.CANCELLED ? Integer.MAX_VALUE : 0;
        fake.failed = ending == Ending.FAILED ? new JsonObject().put("error", "no memory left") : null;
        AtomicReference<AssertSubscriber<GenerationEvent>> second = new AtomicReference<>();
        GenerationJob nextJob = Commissions.job(1);
        Runnable next = () -> {
            fake.failed = null;
            fake.looksUntilDone = 0;
            second.set(rig.begin(nextJob));
        };

        Cancellable first = rig.upstream
                .generate(Commissions.job(1))
                .onFailure()
                .invoke(next)
                .onCompletion()
                .invoke(next)
                .subscribe()
                .with(event -> {}, failure -> {});
        if (ending == Ending.CANCELLED) {
            Rig.until("the job is there", () -> fake.asked(STATUS) > 0);
            first.cancel();
            next.run();
        }

        Rig.until("the first job has ended", () -> second.get() != null);
        second.get().awaitCompletion(Rig.PATIENCE);
    }

    @Test
    void a_request_that_waited_for_its_turn_is_not_refused_by_the_limit_on_jobs_at_the_upstream() throws Exception {
        FakeUpstream fake = fake("max-in-flight", "8");
        fake.likeness = true;
        CreditLedger ledger = TestCredits.ledger(new SimpleMeterRegistry(), "1000");
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try {
            FlowUnderTest service = FlowUnderTest.of(new UpstreamBackend(rig.upstream), workers, ledger, 8, 120);
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            AtomicInteger ended = new AtomicInteger();
            SplittableRandom random = new SplittableRandom(11);
            for (int i = 0; i < 120; i++) {
                boolean leaves = random.nextInt(4) == 0;
                AtomicInteger events = new AtomicInteger();
                Cancellable run = service.run(UUID.randomUUID(), FlowUnderTest.request(1, 64, 64, 7))
                        .subscribe()
                        .with(
                                event -> events.incrementAndGet(),
                                failure -> {
                                    failures.add(failure);
                                    ended.incrementAndGet();
                                },
                                ended::incrementAndGet);
                Thread.sleep(random.nextInt(6));
                if (leaves) {
                    run.cancel();
                }
            }

            Rig.until("no request runs or waits", () -> service.inFlight() == 0 || !failures.isEmpty());

            assertThat(failures).isEmpty();
            assertThat(ended.get()).isPositive();
        } finally {
            workers.shutdown();
        }
    }

    /** The rig's upstream as the flow knows a backend. */
    private record UpstreamBackend(Upstream upstream) implements GenerationBackend {

        @Override
        public String name() {
            return "segmind";
        }

        @Override
        public boolean needsPose() {
            return false;
        }

        @Override
        public Multi<GenerationEvent> generate(GenerationJob job) {
            return upstream.generate(job);
        }
    }

    @Test
    void an_upstream_that_fails_again_and_again_gets_no_jobs_for_a_while() {
        FakeUpstream fake = fake("breaker-failures", "2", "breaker-pause", "1h");
        fake.submitRefused = Refusal.of(500, "broken");
        rig.refusal(Commissions.job(1));
        rig.refusal(Commissions.job(1));

        assertThat(rig.refusal(Commissions.job(1)))
                .isInstanceOf(BackendUnavailable.class)
                .hasMessage("The service that makes the pictures has failed several times; try again in a moment");

        assertThat(fake.asked(SUBMIT)).isEqualTo(2);
    }

    // ---- answers that are lost --------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE", "CUT_AFTER", "CUT_AMID", "HANG", "GARBAGE", "GATEWAY"})
    void a_submission_whose_answer_is_lost_is_not_repeated_and_is_no_other_backends_job(Fault fault) {
        FakeUpstream fake = fake("call-timeout", "500ms");
        fake.faults = route -> route.equals(SUBMIT) ? fault : Fault.NONE;

        assertThat(rig.refusal(Commissions.job(1))).isInstanceOf(BackendFailed.class);

        assertThat(fake.asked(SUBMIT)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE", "CUT_AFTER", "CUT_AMID", "HANG", "GATEWAY"})
    void one_at_an_upstream_that_makes_one_job_of_both_is_repeated_with_the_same_key(Fault fault) {
        FakeUpstream fake = fake("idempotent", "true", "call-timeout", "500ms");
        fake.likeness = true;
        fake.faults = route -> route.equals(SUBMIT) && fake.asked(SUBMIT) == 1 ? fault : Fault.NONE;
        GenerationJob job = Commissions.job(1);

        assertThat(rig.images(job)).hasSize(1);

        assertThat(fake.asked(SUBMIT)).isEqualTo(2);
        assertThat(fake.jobs).hasSize(1);
        assertThat(fake.jobs.get(0).idempotencyKey).isEqualTo(job.id().toString());
    }

    @Test
    void a_refusal_of_a_repetition_does_not_give_the_job_to_another_backend() {
        FakeUpstream fake = fake("idempotent", "true");
        fake.likeness = true;
        fake.faults = route -> {
            if (route.equals(SUBMIT) && fake.asked(SUBMIT) == 1) {
                return Fault.CUT_AFTER;
            }
            fake.submitRefused = Refusal.of(429, "slow down");
            return Fault.NONE;
        };

        assertThat(rig.refusal(Commissions.job(1))).isInstanceOf(BackendFailed.class);

        assertThat(fake.asked(SUBMIT)).isEqualTo(4);
    }

    @Test
    void a_confirmation_without_a_name_is_a_failure() {
        FakeUpstream fake = fake();
        fake.submitRefused = new Refusal(200, "{\"status\":\"QUEUED\"}", Map.of());

        assertThat(rig.refusal(Commissions.job(1))).isInstanceOf(BackendFailed.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE", "CUT_AFTER", "CUT_AMID", "GARBAGE", "GATEWAY", "SLOW"})
    void a_question_whose_answer_is_lost_is_asked_again(Fault fault) {
        FakeUpstream fake = fake();
        fake.faults = route ->
                !route.equals(SUBMIT) && !route.contains("credits") && fake.asked(route) == 1 ? fault : Fault.NONE;

        assertThat(rig.images(Commissions.job(2))).hasSize(2);

        assertThat(fake.jobs).hasSize(1);
    }

    @Test
    void a_job_that_nothing_is_heard_of_for_long_is_lost() {
        FakeUpstream fake = fake("lost-after", "100ms", "call-timeout", "50ms");
        fake.faults = route -> route.equals(STATUS) ? Fault.HANG : Fault.NONE;

        assertThat(rig.failure(Commissions.job(1))).isInstanceOf(BackendFailed.class);

        assertThat(fake.asked(SUBMIT)).isEqualTo(1);
    }

    @Test
    void a_job_that_the_upstream_has_forgotten_is_lost_at_once() {
        FakeUpstream fake = fake();
        fake.faults = route -> {
            if (route.equals(STATUS)) {
                fake.jobs.clear();
            }
            return Fault.NONE;
        };

        assertThat(rig.failure(Commissions.job(1))).isInstanceOf(BackendFailed.class);
    }

    // ---- jobs that end otherwise ------------------------------------------------------------------------------------

    @Test
    void a_job_that_fails_says_why_to_the_log_alone_and_without_the_prompt() {
        FakeUpstream fake = fake();
        fake.failed = new JsonObject().put("error", "cannot paint " + Commissions.PROMPT);

        assertThat(rig.failure(Commissions.job(1)))
                .isInstanceOf(BackendFailed.class)
                .hasMessageNotContaining("cannot paint")
                .cause()
                .hasMessageContaining("cannot paint (the prompt)")
                .hasMessageNotContaining(Commissions.PROMPT);
    }

    @Test
    void a_job_that_fails_because_of_its_pictures_is_the_requests_fault() {
        FakeUpstream fake = fake();
        fake.failed = new JsonObject().put("error", "No face detected in the image");
        assertThat(rig.failure(Commissions.job(1))).isInstanceOf(NoFace.class);
        fake.failed = new JsonObject().put("error", "pose_image: nobody").put("code", "no_person");
        assertThat(rig.failure(Commissions.job(1)))
                .isInstanceOf(NoPerson.class)
                .hasMessage("pose_image: nobody can be made out in it; send a picture in which a person is clearly"
                        + " visible, or an OpenPose skeleton");
        fake.failed = new JsonObject().put("error", "pose_image: truncated").put("code", "invalid_image");
        assertThat(rig.failure(Commissions.job(1)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("pose_image: truncated");
        fake.failed = new JsonObject().put("error", "too slow").put("code", "backend_timeout");
        assertThat(rig.failure(Commissions.job(1))).isInstanceOf(BackendTimeout.class);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3"})
    void a_job_that_completes_with_another_number_of_pictures_is_a_failure(int pictures) {
        FakeUpstream fake = fake();
        fake.outputsOf = pictures;

        assertThat(rig.failure(Commissions.job(2))).isInstanceOf(BackendFailed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/0.png",
        "http://127.0.0.1:1/0.png",
        "not a url",
        "gopher://127.0.0.1/",
    })
    void a_picture_that_is_elsewhere_is_fetched_from_the_public_internet_alone(String url) {
        FakeUpstream fake = fake();
        fake.outputs = own -> url;

        assertThat(rig.failure(Commissions.job(1))).isInstanceOf(BackendFailed.class);

        assertThat(fake.asked(OUTPUT)).isZero();
    }

    @Test
    void a_picture_that_is_larger_than_may_be_is_broken_off() {
        FakeUpstream fake = fake("max-image-bytes", "1K");
        fake.paints = asked -> new byte[100_000];

        assertThat(rig.failure(Commissions.job(1))).isInstanceOf(BackendFailed.class);
    }

    // ---- cancellation -----------------------------------------------------------------------------------------------

    @Test
    void a_job_that_nobody_waits_for_is_cancelled_where_the_upstream_can() {
        FakeUpstream fake = fake();
        fake.likeness = true;
        fake.looksUntilDone = Integer.MAX_VALUE;
        var events = rig.begin(Commissions.job(1));
        Rig.until("it is asked after", () -> fake.asked(STATUS) > 0);

        events.cancel();
        rig.awaitIdle();

        assertThat(fake.jobs.get(0).cancelled).isTrue();
    }

    @Test
    void a_cancellation_that_is_lost_is_repeated_until_the_job_is_seen_to_end() {
        FakeUpstream fake = fake();
        fake.likeness = true;
        fake.looksUntilDone = Integer.MAX_VALUE;
        fake.faults = route -> route.equals(CANCEL) && fake.asked(CANCEL) < 3 ? Fault.CUT_BEFORE : Fault.NONE;
        var events = rig.begin(Commissions.job(1));
        Rig.until("it is asked after", () -> fake.asked(STATUS) > 0);

        events.cancel();
        rig.awaitIdle();

        assertThat(fake.jobs.get(0).cancelled).isTrue();
        assertThat(fake.asked(CANCEL)).isEqualTo(3);
    }

    @Test
    void a_job_whose_confirmation_is_under_way_is_cancelled_when_it_is_there() {
        FakeUpstream fake = fake();
        fake.likeness = true;
        fake.looksUntilDone = Integer.MAX_VALUE;
        fake.faults = route -> route.equals(SUBMIT) ? Fault.SLOW : Fault.NONE;
        var events = rig.begin(Commissions.job(1));
        Rig.until("it is submitted", () -> fake.jobs.size() == 1);

        events.cancel();
        rig.awaitIdle();

        assertThat(fake.jobs.get(0).cancelled).isTrue();
        assertThat(events.getItems()).isEmpty();
    }

    @Test
    void where_the_upstream_cannot_cancel_it_is_not_asked_to() {
        FakeUpstream fake = fake();
        fake.looksUntilDone = Integer.MAX_VALUE;
        var events = rig.begin(Commissions.job(1));
        Rig.until("it is asked after", () -> fake.asked(STATUS) > 0);

        events.cancel();
        rig.awaitIdle();
        long asked = fake.asked(STATUS);

        assertThat(fake.asked(CANCEL)).isZero();
        assertThat(fake.asked(STATUS)).isEqualTo(asked);
    }

    @Test
    void a_job_that_has_completed_is_not_cancelled() {
        FakeUpstream fake = fake();
        fake.likeness = true;

        rig.images(Commissions.job(1));
        rig.awaitIdle();

        assertThat(fake.asked(CANCEL)).isZero();
        assertThat(fake.asked(RESULT)).isEqualTo(1);
    }

    @Test
    void a_shutdown_cancels_what_is_left() {
        FakeUpstream fake = fake();
        fake.likeness = true;
        fake.looksUntilDone = Integer.MAX_VALUE;
        var events = rig.begin(Commissions.job(1));
        Rig.until("it is asked after", () -> fake.asked(STATUS) > 0);

        rig.upstream.close();

        assertThat(fake.jobs.get(0).cancelled).isTrue();
        events.assertFailedWith(BackendUnavailable.class, "The service is being stopped; try again in 5 s");
    }
}
