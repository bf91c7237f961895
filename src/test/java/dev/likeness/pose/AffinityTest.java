package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AffinityTest {

    /** OpenPose's own code asks for more than 0.8 of ten places. */
    @ParameterizedTest
    @CsvSource({"10, 1", "9, 1", "8, 0", "0, 0"})
    void aLimbTakesMoreThanEightOfTenPlacesOfTheField(int places, int limbs) {
        int columns = 10, rows = 4;
        float[] maps = new float[Affinity.MAPS * columns * rows];
        for (int x = 0; x < places; x++) {
            maps[12 * columns * rows + columns + x] = 1;
        }
        Affinity affinity = new Affinity(maps, columns, rows, 100);

        assertThat(affinity.connections(
                        Affinity.Field.RIGHT_COLLAR, List.of(new Peak(0, 1, 1)), List.of(new Peak(9, 1, 1))))
                .hasSize(limbs);
    }

    /** A map with a peak at every other cell, as noise has. */
    @Test
    void noMoreJointsOfAKindAreKeptThanOpenPoseKeepsPeople() {
        int columns = 82, rows = 46;
        float[] map = new float[columns * rows];
        for (int y = 1; y < rows; y += 2) {
            for (int x = 1; x < columns; x += 2) {
                map[y * columns + x] = 0.5f + 0.1f * y / rows;
            }
        }
        List<Peak> peaks = new ArrayList<>(Peak.in(map, 0, columns, rows, 0.1));

        assertThat(peaks).hasSize(Peak.MOST).allMatch(peak -> peak.score() > 0.58);
    }
}
