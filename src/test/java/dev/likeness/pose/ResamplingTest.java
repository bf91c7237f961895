package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResamplingTest {

    @Test
    void aPictureOfTheNetworksSizeStaysAsItIs() {
        Random random = new Random(1);
        int[] rgb = random.ints(64 * 64, 0, 1 << 24).toArray();
        float[] sampled = Resampling.sample(new Pixels(rgb, 64, 64), Window.letterbox(64, 64), 64);
        for (int i = 0; i < rgb.length; i++) {
            assertThat(sampled[3 * i]).isCloseTo(rgb[i] >> 16 & 0xff, within(0.01f));
            assertThat(sampled[3 * i + 1]).isCloseTo(rgb[i] >> 8 & 0xff, within(0.01f));
            assertThat(sampled[3 * i + 2]).isCloseTo(rgb[i] & 0xff, within(0.01f));
        }
    }

    @Test
    void oneColourStaysThatColourAtAnyScaleAndIsBlackBesideThePicture() {
        for (int[] size : new int[][] {{64, 64}, {100, 37}, {37, 100}, {1000, 400}, {3001, 2000}, {8000, 70}}) {
            int[] rgb = new int[size[0] * size[1]];
            Arrays.fill(rgb, 0xc86432);
            float[] sampled =
                    Resampling.sample(new Pixels(rgb, size[0], size[1]), Window.letterbox(size[0], size[1]), 256);
            Window window = Window.letterbox(size[0], size[1]);
            for (int y = 0; y < 256; y++) {
                for (int x = 0; x < 256; x++) {
                    double px = window.pictureX((x + 0.5) / 256), py = window.pictureY((y + 0.5) / 256);
                    boolean inside = px >= 0 && py >= 0 && px < size[0] && py < size[1];
                    assertThat(sampled[(y * 256 + x) * 3])
                            .as("%d x %d at %d, %d", size[0], size[1], x, y)
                            .isCloseTo(inside ? 0xc8 : 0, within(0.1f));
                }
            }
        }
    }

    @Test
    void aPlaceInThePictureIsFoundAtItsPlaceInTheNetworksSquare() {
        int[] rgb = new int[1000 * 600];
        for (int y = 290; y < 310; y++) {
            Arrays.fill(rgb, y * 1000 + 690, y * 1000 + 710, 0xffffff);
        }
        Window window = Window.letterbox(1000, 600);
        float[] sampled = Resampling.sample(new Pixels(rgb, 1000, 600), window, 256);
        double sum = 0, sumX = 0, sumY = 0;
        for (int i = 0; i < 256 * 256; i++) {
            sum += sampled[3 * i];
            sumX += sampled[3 * i] * (i % 256 + 0.5);
            sumY += sampled[3 * i] * (i / 256 + 0.5);
        }
        assertThat(window.pictureX(sumX / sum / 256)).isCloseTo(700, within(0.5));
        assertThat(window.pictureY(sumY / sum / 256)).isCloseTo(300, within(0.5));
    }

    @Test
    void fineStripesBecomeGreyInsteadOfAliasing() {
        int[] rgb = new int[2048 * 2048];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = i % 2 == 0 ? 0xffffff : 0;
        }
        float[] sampled = Resampling.sample(new Pixels(rgb, 2048, 2048), Window.letterbox(2048, 2048), 256);
        for (float value : sampled) {
            assertThat(value).isBetween(90f, 165f);
        }
    }

    @Test
    void wholeNumbersAreTheNearest() {
        Random random = new Random(2);
        Pixels picture = new Pixels(random.ints(90 * 70, 0, 1 << 24).toArray(), 90, 70);
        Window window = new Window(-20, 15, 60);
        float[] sampled = Resampling.sample(picture, window, 32);

        int[] rounded = Resampling.rounded(picture, window, 32);

        assertThat(rounded).hasSameSizeAs(sampled);
        for (int i = 0; i < sampled.length; i++) {
            assertThat((float) rounded[i]).isCloseTo(sampled[i], within(0.5001f));
        }
    }
}
