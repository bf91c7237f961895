package dev.likeness.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputSizeTest {

    @ParameterizedTest
    @CsvSource({
        "64, 64, 64, 64",
        "4096, 4096, 4096, 4096",
        "512, 768, 512, 768",
        "8192, 8192, 4096, 4096",
        "8192, 4096, 4096, 2048",
        "4097, 1000, 4096, 1000",
        "8192, 64, 4096, 64",
        "64, 8192, 64, 4096",
        "8192, 128, 4096, 64",
        "5000, 3333, 4096, 2730",
    })
    void the_pose_pictures_size_is_scaled_into_the_limits(int width, int height, int outWidth, int outHeight) {
        assertThat(OutputSize.within(width, height)).isEqualTo(new OutputSize.Custom(outWidth, outHeight));
    }

    @Test
    void the_aspect_is_kept_to_half_a_pixel_unless_a_side_meets_the_lower_limit() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 20_000; i++) {
            int width = random.nextInt(64, 8193), height = random.nextInt(64, 8193);

            OutputSize.Custom size = OutputSize.within(width, height);

            assertThat(size.width()).isBetween(OutputSize.MIN_SIDE, OutputSize.MAX_SIDE);
            assertThat(size.height()).isBetween(OutputSize.MIN_SIDE, OutputSize.MAX_SIDE);
            if (Math.min(size.width(), size.height()) > OutputSize.MIN_SIDE) {
                double scale = Math.max(size.width(), size.height()) / (double) Math.max(width, height);
                assertThat(Math.abs(width * scale - size.width())).isLessThanOrEqualTo(0.5);
                assertThat(Math.abs(height * scale - size.height())).isLessThanOrEqualTo(0.5);
            }
        }
    }

    @Test
    void a_size_within_the_limits_stays_as_it_is() {
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < 5_000; i++) {
            int width = random.nextInt(64, 4097), height = random.nextInt(64, 4097);
            assertThat(OutputSize.within(width, height)).isEqualTo(new OutputSize.Custom(width, height));
        }
    }
}
