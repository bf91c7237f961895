package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.error.BackendFailed;
import dev.likeness.error.BackendTimeout;
import dev.likeness.error.BackendUnavailable;
import dev.likeness.error.FailedEarlier;
import dev.likeness.error.Failure;
import dev.likeness.error.FieldViolation;
import dev.likeness.error.IdempotencyConflict;
import dev.likeness.error.InsufficientCredits;
import dev.likeness.error.InvalidRequest;
import dev.likeness.error.NoFace;
import dev.likeness.error.NoPerson;
import dev.likeness.error.NotFound;
import dev.likeness.error.Overloaded;
import dev.likeness.error.PayloadTooLarge;
import dev.likeness.error.RateLimited;
import dev.likeness.error.RequestTimeout;
import dev.likeness.error.ShuttingDown;
import dev.likeness.error.StoreUnavailable;
import dev.likeness.error.Unauthenticated;
import dev.likeness.error.UnsupportedMediaType;
import jakarta.ws.rs.WebApplicationException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {

    private static final Duration SOON = Duration.ofSeconds(3);

    /** One of each kind that there is; the error table of the contract. */
    private static final Map<Failure, String> TABLE = Map.ofEntries(
            Map.entry(InvalidRequest.unreadable("x"), "400 invalid_request"),
            Map.entry(InvalidRequest.image("face_image", "x"), "400 invalid_image"),
            Map.entry(InvalidRequest.unreachable("face_image", "x"), "400 image_unreachable"),
            Map.entry(new NoFace("x"), "400 no_face"),
            Map.entry(new NoPerson("x"), "400 no_person"),
            Map.entry(new Unauthenticated("x"), "401 unauthorized"),
            Map.entry(new NotFound("x"), "404 not_found"),
            Map.entry(new InsufficientCredits(BigDecimal.ZERO, BigDecimal.ONE), "406 insufficient_credits"),
            Map.entry(new IdempotencyConflict("x"), "409 idempotency_conflict"),
            Map.entry(new FailedEarlier("cancelled", "x"), "422 cancelled"),
            Map.entry(new FailedEarlier("backend_failed", "x"), "502 backend_failed"),
            Map.entry(new FailedEarlier("overloaded", "x"), "503 overloaded"),
            Map.entry(new RequestTimeout("x"), "408 request_timeout"),
            Map.entry(new PayloadTooLarge("x"), "413 payload_too_large"),
            Map.entry(new UnsupportedMediaType("x"), "415 unsupported_media_type"),
            Map.entry(new RateLimited("x", SOON), "429 rate_limited"),
            Map.entry(new BackendFailed("x"), "502 backend_failed"),
            Map.entry(new BackendUnavailable("x", SOON), "503 backend_unavailable"),
            Map.entry(new Overloaded("x", SOON), "503 overloaded"),
            Map.entry(new StoreUnavailable("x", SOON, null), "503 store_unavailable"),
            Map.entry(new ShuttingDown("x", SOON), "503 shutting_down"),
            Map.entry(new BackendTimeout("x"), "504 backend_timeout"));

    @Test
    void every_kind_of_failure_has_its_status_and_code() {
        assertThat(TABLE).allSatisfy((failure, expected) -> {
            Problem problem = Problem.of(failure);
            assertThat(problem.status() + " " + problem.code()).isEqualTo(expected);
            assertThat(problem.message()).isEqualTo(failure.getMessage());
        });
    }

    @Test
    void no_kind_of_failure_is_forgotten_here() {
        assertThat(TABLE.keySet().stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(Failure.class.getPermittedSubclasses()).collect(Collectors.toSet()));
    }

    @Test
    void what_passes_by_itself_says_when() {
        assertThat(TABLE.keySet().stream()
                        .filter(f -> Problem.of(f).retryAfter().isPresent()))
                .extracting(f -> f.getClass().getSimpleName())
                .containsExactlyInAnyOrder(
                        "RateLimited",
                        "BackendUnavailable",
                        "Overloaded",
                        "ShuttingDown",
                        "StoreUnavailable",
                        "FailedEarlier");
    }

    @Test
    void an_invalid_request_keeps_its_violations_in_their_order() {
        var violations = List.of(new FieldViolation("prompt", "a"), new FieldViolation("seed", "b"));

        assertThat(Problem.of(InvalidRequest.violating(violations)).fields()).isEqualTo(violations);
    }

    @Test
    void a_defect_of_ours_leaks_nothing() {
        Problem problem = Problem.of(new IllegalStateException("password=hunter2", new NoFace("secret")));

        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.code()).isEqualTo("internal");
        assertThat(problem.message()).doesNotContain("hunter2").doesNotContain("secret");
        assertThat(problem.isOurs()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "404, 404, not_found",
        "405, 405, method_not_allowed",
        "415, 415, unsupported_media_type",
        "400, 400, invalid_request",
        "500, 500, internal",
        "503, 500, internal",
    })
    void what_the_web_layer_refuses_has_the_same_body(int refused, int status, String code) {
        Problem problem = Problem.of(new WebApplicationException("detail", refused));

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.message()).doesNotContain("detail");
    }
}
