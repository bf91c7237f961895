package dev.likeness.pose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Thousands of pose passes, two at a time: fails when the process grows once it is warm.
 *
 * <pre>{@code PassSoak <format> <model> <picture> [passes, 10000]}</pre>
 */
public final class PassSoak {

    private static final int SAMPLES = 40;
    private static final int AT_ONCE = 2;

    /** How much the memory of the last quarter may lie above that of the second one, which is warm. */
    private static final double FLAT = 1.05;

    private PassSoak() {}

    public static void main(String[] arguments) throws Exception {
        int passes = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 10_000;
        List<Long> resident = new ArrayList<>();
        try (PassBenchmark benchmark =
                PassBenchmark.of(arguments[0], Path.of(arguments[1]), 1, Path.of(arguments[2]))) {
            for (int sample = 0; sample < SAMPLES; sample++) {
                benchmark.run(passes / SAMPLES, AT_ONCE);
                resident.add(residentMebibytes());
            }
        }
        double grown = median(resident.subList(SAMPLES * 3 / 4, SAMPLES))
                / (double) median(resident.subList(SAMPLES / 4, SAMPLES / 2));
        System.out.printf(
                Locale.ROOT,
                "%d passes of %s, resident in MiB: %s%nlast quarter against the second: %.3f%n%s%n",
                passes / SAMPLES * SAMPLES,
                arguments[0],
                resident,
                grown,
                grown <= FLAT ? "good" : "FAILED: memory grows");
        System.exit(grown <= FLAT ? 0 : 1);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static long residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
