package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyTableTest {

    /** Run {@link AccuracyTable} and paste what it prints. Scores may differ by a hundredth between processors. */
    @Test
    void thePublishedTableIsWhatTheServiceFinds() throws IOException {
        List<String> measured = AccuracyTable.of(Photos.file("coffee.png").getParent());
        String published = Files.readString(Path.of("models/README.md"));

        for (String line : measured) {
            assertThat(published.lines().filter(row -> row.startsWith(line.substring(0, line.indexOf('|', 2)))))
                    .as(line)
                    .anySatisfy(
                            row -> assertThat(sameWithinAHundredth(row, line)).isTrue());
        }
    }

    private static boolean sameWithinAHundredth(String row, String line) {
        String[] published = row.split("(?=\\b\\d\\.\\d\\d)|(?<=\\d\\.\\d\\d)"),
                measured = line.split("(?=\\b\\d\\.\\d\\d)|(?<=\\d\\.\\d\\d)");
        if (published.length != measured.length) {
            return false;
        }
        for (int i = 0; i < measured.length; i++) {
            boolean score = measured[i].matches("\\d\\.\\d\\d") && published[i].matches("\\d\\.\\d\\d");
            if (score
                    ? Math.abs(Double.parseDouble(published[i]) - Double.parseDouble(measured[i])) > 0.011
                    : !published[i].equals(measured[i])) {
                return false;
            }
        }
        return true;
    }
}
