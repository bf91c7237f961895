package dev.likeness.benchmark;

import dev.likeness.packaged.PackagedService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The used heap, as the collector's log tells it: it is highest just before a collection, and what is left after one is
 * the most that can have been live. Asking from outside would miss peaks, and cost time.
 *
 * @param peakMebibytes used, garbage included
 * @param peakLiveMebibytes used just after a collection
 */
record Heap(long peakMebibytes, long peakLiveMebibytes) {

    /** Such as {@code [gc] GC(7) Pause Young (Normal) (G1 Evacuation Pause) 210M->80M(512M) 5.123ms}. */
    private static final Pattern COLLECTION = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\(\\d+M\\)");

    private static final Pattern USED = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\".*\\} (\\S+)$");

    /** The peaks until now. */
    static Heap of(PackagedService service, Path collectorLog) throws IOException {
        String metrics = new String(service.send(service.to("/q/metrics")).body(), StandardCharsets.UTF_8);
        double used = USED.matcher(metrics)
                .results()
                .mapToDouble(gauge -> Double.parseDouble(gauge.group(1)))
                .sum();
        long peak = Math.round(used / (1 << 20));
        long live = 0;
        for (String line : Files.readAllLines(collectorLog)) {
            Matcher collection = COLLECTION.matcher(line);
            if (collection.find()) {
                peak = Math.max(peak, Long.parseLong(collection.group(1)));
                live = Math.max(live, Long.parseLong(collection.group(2)));
            }
        }
        return new Heap(peak, live);
    }
}
