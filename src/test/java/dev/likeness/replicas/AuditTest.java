package dev.likeness.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.replicas.Call.Kind;
import dev.likeness.replicas.Call.Outcome;
import dev.likeness.store.TestRedis;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the audit of killed replicas finds what it is there to find. */
class AuditTest {

    private static final String DONE = "00000000-0000-0000-0000-000000000001";
    private static final String FAILED = "00000000-0000-0000-0000-000000000002";
    private static final String NOW = "00000000-0000-0000-0000-000000000003";
    private static final BigDecimal COST = new BigDecimal("0.35");
    private static final Account ADA = new Account("ada", new BigDecimal("10"));

    private static TestRedis redis;
    private static Kept kept;

    @BeforeAll
    static void begin() {
        redis = TestRedis.start();
        kept = new Kept(redis.url());
    }

    @AfterAll
    static void end() {
        if (redis != null) {
            kept.close();
            redis.close();
        }
    }

    /** One request that was completed, one that failed, and one of a caller who waited for it. */
    @BeforeEach
    void allIsWell() {
        command("FLUSHALL");
        command("HSET likeness:requests:" + DONE
                + " account ada status COMPLETED closed 1 samples 1 pictures 1 cost 0.35 outBytes 7 attempts 1");
        command("HSET likeness:requests:" + DONE + ":events 1 1_accepted_{} 2 2_image_{} 3 3_done_{}");
        command("HSET likeness:requests:" + DONE + ":out 0 picture");
        command("HSET likeness:requests:bytes ada 7");
        command(
                "HSET likeness:requests:" + FAILED
                        + " account ada status FAILED closed 1 samples 1 pictures 0 cost 0.35 outBytes 0 code cancelled attempts 1");
        command("HSET likeness:requests:" + FAILED + ":events 1 1_accepted_{} 2 2_error_{}");
        line("opened", "opening", "10000000", "10000000");
        line("reserved", DONE, "-350000", "9650000");
        line("settled", DONE, "0", "9650000");
        line("reserved", FAILED, "-350000", "9300000");
        line("released", FAILED, "350000", "9650000");
        line("reserved", NOW, "-350000", "9300000");
        line("settled", NOW, "0", "9300000");
        command("SET likeness:{ada}:credits 9300000");
    }

    private static void line(String kind, String about, String change, String balance) {
        command("XADD likeness:{ada}:ledger * kind %s for %s change %s amount 350000 balance %s"
                .formatted(kind, about, change, balance));
    }

    /** An underscore is a space within a word. */
    private static void command(String words) {
        String[] command = words.split(" ");
        for (int i = 0; i < command.length; i++) {
            command[i] = command[i].replace('_', ' ');
        }
        String answer = redis.call(command);
        assertThat(answer).as(words).doesNotStartWith("-");
    }

    private static Call call(Kind kind, String id, Outcome outcome) {
        Call call = new Call(0, kind, ADA, 1);
        call.accepted(id);
        call.ended(outcome, "");
        return call;
    }

    private static List<Call> calls() {
        return List.of(
                call(Kind.LATER, DONE, Outcome.COMPLETED),
                call(Kind.LATER_AND_CANCEL, FAILED, Outcome.FAILED),
                call(Kind.NOW, NOW, Outcome.COMPLETED));
    }

    private static List<String> findings(List<Call> calls) {
        return new Audit(kept, COST, List.of(ADA), calls).findings();
    }

    @Test
    void where_all_is_well_nothing_is_found() {
        assertThat(findings(calls())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            HSET likeness:requests:%1$s status PROCESSING | is PROCESSING
            HDEL likeness:requests:%1$s closed | was not let go of
            HSET likeness:requests:%1$s:in face x | still has its input
            HSET likeness:requests:%1$s:events 4 4_done_{} | has told of [done, done]
            HDEL likeness:requests:%1$s:events 3 | has told of []
            DEL likeness:requests:%1$s:out | has 0 pictures
            HSET likeness:requests:%1$s attempts 3 | was begun 3 times
            HSET likeness:requests:%1$s cost 0.70 | was charged 0.350000
            HSET likeness:requests:bytes ada 8 | and 8 are counted
            XADD likeness:requests:queue * id %1$s | 1 entries are left
            ZADD likeness:requests:waiting 1 %1$s | 1 requests are said to wait
            SET likeness:{ada}:credits 9300001 | the ledger adds up to
            HSET likeness:{ada}:open %2$s 350000_x | has open reservations
            DEL likeness:requests:%1$s | is told to be COMPLETED and is null
            """)
    void what_is_wrong_is_found(String command, String finding) {
        command(command.strip().formatted(DONE, FAILED));

        assertThat(findings(calls())).anyMatch(found -> found.contains(finding.strip()));
    }

    @Test
    void a_request_that_was_paid_twice_is_found() {
        line("reserved", DONE, "-350000", "8950000");
        line("settled", DONE, "0", "8950000");
        command("SET likeness:{ada}:credits 8950000");

        assertThat(findings(calls())).anyMatch(found -> found.contains("was charged 0.700000"));
    }

    @Test
    void a_request_that_has_come_to_nothing_and_was_paid_is_found() {
        line("reserved", FAILED, "-350000", "8950000");
        line("settled", FAILED, "0", "8950000");
        command("SET likeness:{ada}:credits 8950000");

        assertThat(findings(calls())).anyMatch(found -> found.contains("was charged 0.350000"));
    }

    @Test
    void a_reservation_that_never_ended_is_found() {
        line("reserved", FAILED, "-350000", "8950000");
        command("SET likeness:{ada}:credits 8950000");

        assertThat(findings(calls())).anyMatch(found -> found.contains("end 1 too few times"));
    }

    @Test
    void a_charge_that_nobody_was_told_of_needs_a_connection_that_broke() {
        Supplier<List<Call>> without = () -> calls().subList(0, 2);

        assertThat(findings(without.get())).anyMatch(found -> found.contains("nobody was told of"));
        Call broken = new Call(1, Kind.NOW, ADA, 1);
        assertThat(findings(List.of(without.get().get(0), without.get().get(1), broken)))
                .isEmpty();
    }

    @Test
    void what_was_made_twice_under_one_key_is_found() {
        command("HSET likeness:requests:" + DONE + " seed 7");
        command("HSET likeness:requests:" + FAILED + " seed 7");
        Call call = new Call(7, Kind.LATER_WITH_KEY, ADA, 1);
        call.accepted(DONE);
        call.ended(Outcome.COMPLETED, "");
        List<Call> calls = List.of(call, call(Kind.NOW, NOW, Outcome.COMPLETED));
        assertThat(findings(calls)).isEmpty();

        command("HSET likeness:requests:" + FAILED + " status COMPLETED");

        assertThat(findings(calls)).anyMatch(found -> found.contains("was made 2 times"));
    }

    @Test
    void a_status_that_goes_back_is_found() {
        Call call = call(Kind.LATER, DONE, Outcome.COMPLETED);
        call.saw("QUEUED");
        call.saw("PROCESSING");
        call.saw("QUEUED");

        assertThat(findings(List.of(call))).anyMatch(found -> found.contains("its status went from"));
    }

    @Test
    void an_end_that_becomes_another_is_found() {
        Call call = call(Kind.LATER, DONE, Outcome.COMPLETED);
        call.saw("FAILED");
        call.saw("COMPLETED");

        assertThat(findings(List.of(call))).anyMatch(found -> found.contains("its status went from"));
    }

    @Test
    void a_caller_who_was_refused_and_charged_is_found() {
        List<Call> calls = List.of(
                call(Kind.LATER, DONE, Outcome.COMPLETED),
                call(Kind.LATER_AND_CANCEL, FAILED, Outcome.FAILED),
                call(Kind.NOW, NOW, Outcome.REFUSED));

        assertThat(findings(calls)).anyMatch(found -> found.contains("which costs 0"));
    }
}
