package dev.likeness.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DimensionPlanTest {

    private static final int MEGAPIXEL = 1016 * 1016;
    private static final int LEAST = 64;
    private static final int MOST = 4096;

    static Stream<Arguments> models() {
        return Stream.of(Arguments.of(8, MEGAPIXEL), Arguments.of(16, 1 << 20));
    }

    @ParameterizedTest
    @MethodSource("models")
    void sidesAreInStepsThatTheModelTakes(int step, int pixels) {
        forMany(step, pixels, plan -> {
            assertThat(plan.generateWidth() % step).isZero();
            assertThat(plan.generateHeight() % step).isZero();
            assertThat(plan.generateWidth()).isBetween(step, 16384);
            assertThat(plan.generateHeight()).isBetween(step, 16384);
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void theAspectIsKeptWithinHalfAStep(int step, int pixels) {
        forMany(step, pixels, plan -> {
            double longer = Math.max(plan.generateWidth(), plan.generateHeight());
            double shorter = Math.min(plan.generateWidth(), plan.generateHeight());
            double aspect = (double) Math.max(plan.width(), plan.height()) / Math.min(plan.width(), plan.height());
            assertThat(shorter * aspect).isCloseTo(longer, within(step / 2.0 + 1e-6));
            assertThat(longer / aspect).isCloseTo(shorter, within(step / 2.0 + 1e-6));
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void aboutAsManyPixelsAreGeneratedAsTheModelDrawsBest(int step, int pixels) {
        // At 1:64 the shorter side is 127 pixels; half a step of it are as many per cent of the picture.
        double shortest = Math.sqrt(pixels / 64.0);
        double most = Math.pow(1 + step / 2.0 / shortest, 2) + 0.01;
        forMany(step, pixels, plan -> {
            double share = (double) plan.generateWidth() * plan.generateHeight() / pixels;
            assertThat(share).isBetween(1 / most, most);
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void thePictureHasTheSizeThatWasAskedForAndDetailWhereItIsLarger(int step, int pixels) {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            int width = side(random), height = side(random);
            DimensionPlan plan = DimensionPlan.of(width, height, step, pixels);

            assertThat(plan.width()).isEqualTo(width);
            assertThat(plan.height()).isEqualTo(height);
            double linear = Math.sqrt((double) width * height / (plan.generateWidth() * plan.generateHeight()));
            assertThat(plan.upscales()).isEqualTo(linear >= 1.25);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aPictureAndTheSameOneTurnedAreGeneratedAlike(int step, int pixels) {
        forMany(step, pixels, plan -> assertThat(DimensionPlan.of(plan.height(), plan.width(), step, pixels))
                .isEqualTo(
                        new DimensionPlan(plan.generateHeight(), plan.generateWidth(), plan.height(), plan.width())));
    }

    @Test
    void knownSizes() {
        assertThat(DimensionPlan.of(1024, 1024, 8, MEGAPIXEL)).isEqualTo(new DimensionPlan(1016, 1016, 1024, 1024));
        assertThat(DimensionPlan.of(512, 512, 8, MEGAPIXEL)).isEqualTo(new DimensionPlan(1016, 1016, 512, 512));
        assertThat(DimensionPlan.of(4096, 4096, 8, MEGAPIXEL)).isEqualTo(new DimensionPlan(1016, 1016, 4096, 4096));
        assertThat(DimensionPlan.of(832, 1216, 8, MEGAPIXEL)).isEqualTo(new DimensionPlan(840, 1224, 832, 1216));
        assertThat(DimensionPlan.of(64, 4096, 8, MEGAPIXEL)).isEqualTo(new DimensionPlan(128, 8192, 64, 4096));
        assertThat(DimensionPlan.of(4096, 64, 16, 1 << 20)).isEqualTo(new DimensionPlan(8192, 128, 4096, 64));
    }

    @Test
    void onlyWhatIsAQuarterLargerOnEachSideIsUpscaled() {
        assertThat(DimensionPlan.of(1016, 1016, 8, MEGAPIXEL).upscales()).isFalse();
        assertThat(DimensionPlan.of(512, 768, 8, MEGAPIXEL).upscales()).isFalse();
        assertThat(DimensionPlan.of(1024, 1024, 8, MEGAPIXEL).upscales()).isFalse();
        assertThat(DimensionPlan.of(1269, 1269, 8, MEGAPIXEL).upscales()).isFalse();
        assertThat(DimensionPlan.of(1270, 1270, 8, MEGAPIXEL).upscales()).isTrue();
        assertThat(DimensionPlan.of(64, 4096, 8, MEGAPIXEL).upscales()).isFalse();
    }

    /** Every pair of sides at the limits and about them, and many between. */
    private static void forMany(int step, int pixels, Consumer<DimensionPlan> check) {
        int[] special = {LEAST, 65, 127, 512, 1015, 1016, 1017, 1024, 4095, MOST};
        for (int width : special) {
            for (int height : special) {
                check.accept(DimensionPlan.of(width, height, step, pixels));
            }
        }
        Random random = new Random(step);
        for (int i = 0; i < 20_000; i++) {
            check.accept(DimensionPlan.of(side(random), side(random), step, pixels));
        }
    }

    private static int side(Random random) {
        return LEAST + random.nextInt(MOST - LEAST + 1);
    }
}
