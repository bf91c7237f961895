package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TilesTest {

    @Test
    void thereAreNeverMoreThanTheMost() {
        Random random = new Random(2);
        for (int i = 0; i < 2000; i++) {
            int width = 1 + random.nextInt(random.nextBoolean() ? 8192 : 300);
            int height = 1 + random.nextInt(random.nextBoolean() ? 8192 : 300);

            assertThat(Tiles.rounds(width, height).stream().mapToInt(List::size).sum())
                    .as("%d x %d", width, height)
                    .isBetween(1, Tiles.MOST);
        }
    }

    @Test
    void everySmallSquareOfThePictureIsWholeInATileOfEachRound() {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            int width = 256 + random.nextInt(2000), height = 256 + random.nextInt(2000);
            for (List<Window> round : Tiles.rounds(width, height)) {
                double side = 0.3 * round.get(0).side();
                for (int k = 0; k < 50; k++) {
                    double x = random.nextDouble() * (width - side), y = random.nextDouble() * (height - side);
                    assertThat(round)
                            .as("%f, %f of %d x %d", x, y, width, height)
                            .anySatisfy(tile -> {
                                assertThat(tile.left()).isLessThanOrEqualTo(x + 1e-6);
                                assertThat(tile.top()).isLessThanOrEqualTo(y + 1e-6);
                                assertThat(tile.left() + tile.side()).isGreaterThanOrEqualTo(x + side - 1e-6);
                                assertThat(tile.top() + tile.side()).isGreaterThanOrEqualTo(y + side - 1e-6);
                            });
                }
            }
        }
    }
}
