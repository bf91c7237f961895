package dev.likeness.generation.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PromptReadingTest {

    private final int blue = ColourWords.of("blue").getAsInt();
    private final int red = ColourWords.of("red").getAsInt();

    @Test
    void aColourBelongsToTheGarmentThatFollowsIt() {
        PromptReading prompt = PromptReading.of("A man in a blue denim shirt and red trousers, white wall");

        assertThat(prompt.colourOf(Garment.TSHIRT)).hasValue(blue);
        assertThat(prompt.colourOf(Garment.TROUSERS)).hasValue(red);
    }

    @Test
    void aColourMayFollowItsGarment() {
        assertThat(PromptReading.of("her dress is red").colourOf(Garment.DRESS)).hasValue(red);
        assertThat(PromptReading.of("dress in blue").colourOf(Garment.DRESS)).hasValue(blue);
    }

    @Test
    void aColourOfSomethingElseIsNotTheGarments() {
        assertThat(PromptReading.of("red hair with trousers").colourOf(Garment.TROUSERS))
                .isEmpty();
        assertThat(PromptReading.of("a blue car and a man in a suit").colourOf(Garment.SUIT))
                .isEmpty();
    }

    @Test
    void shadesAreKept() {
        int dark = PromptReading.of("a dark blue coat").colourOf(Garment.JACKET).getAsInt();

        assertThat(Colour.luminance(dark)).isLessThan(0.7 * Colour.luminance(blue));
    }

    @Test
    void hairHasItsOwnColours() {
        assertThat(PromptReading.of("a blonde woman").colourOf(Garment.HAIR)).isPresent();
        assertThat(PromptReading.of("black hair").colourOf(Garment.HAIR)).isEqualTo(ColourWords.of("black"));
    }

    @Test
    void sayingNothingStillDressesEverybody() {
        for (long seed = 0; seed < 200; seed++) {
            Wardrobe wardrobe = Wardrobe.choose(PromptReading.of("..."), new SplittableRandom(seed));

            assertThat(wardrobe.legs()).isEqualTo(Wardrobe.Legs.LONG);
            assertThat(wardrobe.sleeves()).isNotEqualTo(Wardrobe.Sleeves.NONE);
        }
    }

    @Test
    void garmentsShapeTheFigure() {
        assertThat(wear("a floor-length gown").skirt()).isEqualTo(Wardrobe.Skirt.FLOOR);
        assertThat(wear("a green dress").skirt()).isEqualTo(Wardrobe.Skirt.KNEE);
        assertThat(wear("white t-shirt and denim shorts").legs()).isEqualTo(Wardrobe.Legs.SHORT);
        assertThat(wear("white t-shirt and denim shorts").sleeves()).isEqualTo(Wardrobe.Sleeves.SHORT);
        assertThat(wear("a long-sleeved shirt").sleeves()).isEqualTo(Wardrobe.Sleeves.LONG);
        assertThat(wear("a tank top and jeans").sleeves()).isEqualTo(Wardrobe.Sleeves.NONE);
        assertThat(wear("barefoot in leggings").barefoot()).isTrue();
        assertThat(wear("a grey suit").top().pattern()).isEqualTo(Cloth.Pattern.SUIT);
        assertThat(OptionalInt.of(wear("brown boots").shoes().colour())).isEqualTo(ColourWords.of("brown"));
    }

    private static Wardrobe wear(String prompt) {
        return Wardrobe.choose(PromptReading.of(prompt), new SplittableRandom(4));
    }
}
