package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PairingTest {

    @Test
    void theSumIsGreatestAndNotTheFirstPair() {
        assertThat(Pairing.of(new double[][] {{0.9, 0.8}, {0.8, 0}}, 2)).containsExactly(1, 0);
    }

    @Test
    void whatIsWorthNothingStaysAlone() {
        assertThat(Pairing.of(new double[][] {{0, 0}, {0, 0.5}}, 2)).containsExactly(-1, 1);
        assertThat(Pairing.of(new double[][] {{0.5}, {0.7}, {0.1}}, 1)).containsExactly(-1, 0, -1);
        assertThat(Pairing.of(new double[0][0], 0)).isEmpty();
    }

    @Test
    void manyAreEachPairedOnceToo() {
        double[][] worth = new double[30][30];
        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < 30; j++) {
                worth[i][j] = (i + j) % 30 == 7 ? 1 : 0.2;
            }
        }
        int[] chosen = Pairing.of(worth, 30);
        for (int i = 0; i < 30; i++) {
            assertThat(chosen[i]).isEqualTo(Math.floorMod(7 - i, 30));
        }
    }
}
