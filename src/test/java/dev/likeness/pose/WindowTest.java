package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowTest {

    @Test
    void mapsToTheNetworkAndBackToTheSamePlace() {
        Random random = new Random(11);
        for (int i = 0; i < 1000; i++) {
            Window window = Window.letterbox(64 + random.nextInt(8000), 64 + random.nextInt(8000));
            double x = random.nextDouble() * 8000, y = random.nextDouble() * 8000;
            assertThat(window.pictureX(window.networkX(x))).isCloseTo(x, within(1e-6));
            assertThat(window.pictureY(window.networkY(y))).isCloseTo(y, within(1e-6));
        }
    }

    @Test
    void letterboxKeepsTheAspectAndCentresThePicture() {
        Window wide = Window.letterbox(200, 100);
        assertThat(wide).isEqualTo(new Window(0, -50, 200));
        assertThat(wide.networkY(0)).isEqualTo(0.25);
        assertThat(wide.networkY(100)).isEqualTo(0.75);
        Window tall = Window.letterbox(100, 400);
        assertThat(tall.networkX(0)).isEqualTo(0.375);
        assertThat(tall.networkX(100)).isEqualTo(0.625);
    }

    @Test
    void hasAPositiveSide() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Window(0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Window(0, 0, Double.NaN));
    }
}
