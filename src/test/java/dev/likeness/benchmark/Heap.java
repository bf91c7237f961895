package dev.likeness.benchmark;

import java.io.IOException;
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

    static Heap of(Path collectorLog, long usedNowMebibytes) throws IOException {
        long peak = usedNowMebibytes;
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
