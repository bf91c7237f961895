package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.error.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Many jobs at servers where everything goes wrong that can: whatever happens, each job ends once, and nothing is left. */
class RandomFaultsTest {

    private static final int JOBS = 1000;
    private static final int AT_ONCE = 12;

    @Test
    void everyJobEndsOnceAndLeavesNothingRunning() throws Exception {
        try (Farm farm = new Farm(
                        4,
                        "call-timeout",
                        "700ms",
                        "connect-timeout",
                        "700ms",
                        "lost-after",
                        "500ms",
                        "poll-interval",
                        "10ms")
                .started()) {
            Era[] eras = Era.values();
            for (int i = 0; i < 4; i++) {
                int index = i;
                farm.server(i).era(eras[i]).scripts(prompt -> script(seed(prompt.graph()) * 7 + index));
            }
            List<Run> runs = jobs(farm);
            int pictures = 0;
            int failed = 0;
            int cancelled = 0;
            for (Run run : runs) {
                if (run.ends() == 0) {
                    assertThat(run.wasCancelled()).isTrue();
                    cancelled++;
                } else {
                    assertThat(run.ends()).isEqualTo(1);
                    assertThat(run.failure() == null || run.failure() instanceof Failure)
                            .as("a known failure: " + run.failure())
                            .isTrue();
                    if (run.failure() == null) {
                        pictures++;
                        assertThat(run.images()).isEqualTo(1);
                    } else {
                        failed++;
                    }
                }
            }
            assertThat(pictures)
                    .as("pictures; %d failed, %d were cancelled", failed, cancelled)
                    .isGreaterThan(JOBS / 3);
            assertThat(failed).isPositive();
            assertThat(cancelled).isPositive();
            FakeComfy.await("all places to be given back", () -> farm.client().jobs() == 0);
            farm.awaitIdle();
            farm.servers()
                    .forEach(server -> assertThat(server.journal().unfinished()).isEmpty());
        }
    }

    private static List<Run> jobs(Farm farm) {
        SplittableRandom random = new SplittableRandom(20250914);
        List<Run> all = new ArrayList<>();
        Deque<Run> running = new ArrayDeque<>();
        for (int seed = 0; seed < JOBS; seed++) {
            Run run = farm.run(Jobs.photo(1, seed));
            all.add(run);
            running.add(run);
            if (random.nextInt(8) == 0) {
                // Somewhere in the middle, wherever that is.
                int progress = random.nextInt(3);
                FakeComfy.await(
                        "a moment",
                        () -> run.ends() > 0
                                || run.events().size() >= progress
                                || farm.client().jobs() > 0);
                run.cancel();
            }
            FakeComfy.await("fewer to run", () -> {
                running.removeIf(one -> one.ends() > 0 || one.wasCancelled());
                return running.size() < AT_ONCE;
            });
        }
        running.forEach(run -> {
            if (!run.wasCancelled()) {
                run.awaitEnd();
            }
        });
        return all;
    }

    private static long seed(JsonNode graph) {
        for (JsonNode node : graph) {
            if (node.path("inputs").has("seed")) {
                return node.path("inputs").path("seed").asLong();
            }
        }
        return 0;
    }

    private static JobScript script(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Moment[] moments = Moment.values();
        Moment moment = moments[random.nextInt(moments.length)];
        JobScript script = JobScript.normal().steps(1 + random.nextInt(4));
        return switch (random.nextInt(24)) {
            case 0 -> script.dropSocketAt(moment);
            case 1 -> script.silentFrom(moment);
            case 2 -> script.restartAt(moment);
            case 3 -> script.outOfMemory();
            case 4 -> script.noFace();
            case 5 -> script.noImages();
            case 6 -> script.fileGone();
            case 7 -> script.truncatedImage();
            case 8 -> script.transfer(JobScript.Transfer.CUT);
            case 9 -> script.historyAfterReads(1 + random.nextInt(5));
            case 10 -> script.fails("KSampler", "RuntimeError", "something");
            case 11 -> script.imageOf(64, 64);
            case 12 -> script.without("execution_success");
            case 13 -> script.deaf();
            default -> script;
        };
    }
}
