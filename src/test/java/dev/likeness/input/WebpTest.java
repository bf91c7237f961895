package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class WebpTest {

    private static final int SIDE = 96;

    @Test
    void lossyAndLosslessColoursAreRight() {
        BufferedImage source = Fixtures.picture(SIDE, SIDE);

        BufferedImage lossless = Reading.decode(Fixtures.webp(source, true));
        BufferedImage lossy = Reading.decode(Fixtures.webp(source, false));

        assertThat(lossless.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
        assertThat(lossless.getRGB(70, 20)).isEqualTo(source.getRGB(70, 20));
        JpegTest.assertNear(lossy, 70, 20, source.getRGB(70, 20));
    }

    @Test
    void alphaIsFlattenedOnWhite() {
        BufferedImage source = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < SIDE * SIDE; i++) {
            source.setRGB(i % SIDE, i / SIDE, i % SIDE < 48 ? 0x80204060 : 0x00204060);
        }
        for (boolean lossless : new boolean[] {true, false}) {
            BufferedImage image = Reading.decode(Fixtures.webp(source, lossless));
            JpegTest.assertNear(image, 10, 10, 0x8f9faf);
            JpegTest.assertNear(image, 90, 10, 0xffffff);
        }
    }

    @Test
    void theExtendedFormWithBrokenMetadataIsRead() {
        byte[] file = Fixtures.extended(
                Fixtures.webp(SIDE, SIDE),
                SIDE,
                SIDE,
                Fixtures.riffChunk("ICCP", new byte[] {1, 2, 3}),
                Fixtures.riffChunk("EXIF", new byte[] {'I', 'I', 9}),
                Fixtures.riffChunk("XMP ", new byte[7]));

        JpegTest.assertNear(Reading.decode(file), 50, 50, Fixtures.colour(50, 50, SIDE, SIDE));
    }

    @Test
    void anAnimationIsRefusedWithWhatToSend() {
        byte[] file = Fixtures.extended(Fixtures.webp(SIDE, SIDE), SIDE, SIDE, Fixtures.riffChunk("ANIM", new byte[6]));

        assertThat(Reading.refusal(file))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("animated WebP").contains("frame"));
    }

    @Test
    void aCanvasThatIsNotThePicturesSizeIsRefused() {
        assertThat(Reading.refusal(Fixtures.extended(Fixtures.webp(SIDE, SIDE), SIDE, SIDE + 1)))
                .hasValueSatisfying(why -> assertThat(why).contains("disagree"));
    }

    @Test
    void whatFollowsTheRiffIsLeftAlone() {
        byte[] file = Fixtures.joined(Fixtures.webp(SIDE, SIDE), new byte[100]);

        JpegTest.assertNear(Reading.decode(file), 50, 50, Fixtures.colour(50, 50, SIDE, SIDE));
    }
}
