package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.input.ImageFormat;
import dev.likeness.input.Picture;
import dev.likeness.input.PictureFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FaceCropTest {

    private static final int BLACK = 0xff000000;

    @Test
    void theFaceIsInTheMiddleOfASquare() throws IOException {
        BufferedImage crop = crop(1000, 800, face(400, 300, 100, 120));

        assertThat(crop.getWidth()).isEqualTo(216);
        assertThat(crop.getHeight()).isEqualTo(216);
        // The middle of the face's box: x 450, y 360.
        assertThat(crop.getRGB(108, 108)).isEqualTo(colour(450, 360));
    }

    @Test
    void atAnEdgeTheSquareIsMovedIntoThePicture() throws IOException {
        BufferedImage crop = crop(1000, 800, face(-10, 700, 100, 100));

        assertThat(crop.getWidth()).isEqualTo(180);
        assertThat(crop.getHeight()).isEqualTo(180);
        assertThat(crop.getRGB(0, 179)).isEqualTo(colour(0, 799));
    }

    @Test
    void ofALargeFaceNoMoreIsKeptThanModelsLookAt() throws IOException {
        BufferedImage crop = crop(4000, 3000, face(1000, 800, 1200, 1400));

        // 2520 pixels, of which each four by four become one.
        assertThat(crop.getWidth()).isEqualTo(630);
        assertThat(crop.getHeight()).isEqualTo(630);
    }

    /** Noise of a sensor averages out, where a sampled pixel would keep all of it. */
    @Test
    void aLargeFaceIsAveragedAndNotSampled() throws IOException {
        Random random = new Random(11);
        BufferedImage noisy = new BufferedImage(1600, 1600, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 1600 * 1600; i++) {
            noisy.setRGB(i % 1600, i / 1600, (128 + (int) Math.round(16 * random.nextGaussian())) * 0x010101);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(noisy, "png", file);

        BufferedImage crop = read(FaceCrop.of(PictureFile.read(file.toByteArray()), face(100, 100, 1425, 1425))
                .close());

        double squares = 0;
        int pixels = crop.getWidth() * crop.getHeight();
        for (int i = 0; i < pixels; i++) {
            squares += Math.pow((crop.getRGB(i % crop.getWidth(), i / crop.getWidth()) & 0xff) - 128, 2);
        }
        // A fifth of 16, and what rounding adds.
        assertThat(Math.sqrt(squares / pixels)).isLessThan(4);
    }

    @Test
    void aNarrowPictureMakesTheSquareSmallerButNotThanTheFace() throws IOException {
        BufferedImage narrow = crop(150, 900, face(20, 300, 100, 100));
        assertThat(narrow.getWidth()).isEqualTo(150);
        assertThat(narrow.getHeight()).isEqualTo(150);
        assertThat(narrow.getRGB(0, 75)).isEqualTo(colour(0, 350));

        BufferedImage cut = crop(100, 900, face(-10, 300, 120, 130));
        assertThat(cut.getWidth()).isEqualTo(130);
        assertThat(cut.getHeight()).isEqualTo(130);
        assertThat(cut.getRGB(14, 65)).isEqualTo(BLACK);
        assertThat(cut.getRGB(15, 65)).isEqualTo(colour(0, 365));
        assertThat(cut.getRGB(114, 65)).isEqualTo(colour(99, 365));
        assertThat(cut.getRGB(115, 65)).isEqualTo(BLACK);
    }

    @Test
    void thePortraitHasTheFaceInItsMiddleAndIsBlackBeyondThePicture() throws IOException {
        BufferedImage portrait = read(
                FaceCrop.of(new Coordinates(1000, 800), face(400, 0, 100, 100)).wide());

        assertThat(portrait.getWidth()).isEqualTo(240);
        assertThat(portrait.getHeight()).isEqualTo(240);
        // The middle of the face's box: x 450, y 50.
        assertThat(portrait.getRGB(120, 120)).isEqualTo(colour(450, 50));
        assertThat(portrait.getRGB(120, 70)).isEqualTo(colour(450, 0));
        assertThat(portrait.getRGB(120, 69)).isEqualTo(BLACK);
    }

    @Test
    void whereverTheFaceIsBothAreSquaresAroundIt() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            int width = 64 + random.nextInt(300), height = 64 + random.nextInt(300);
            Face face = face(
                    random.nextInt(width + 100) - 50.0,
                    random.nextInt(height + 100) - 50.0,
                    1 + random.nextInt(width),
                    1 + random.nextInt(height));
            BufferedImage crop = crop(width, height, face);

            assertThat(crop.getWidth()).isEqualTo(crop.getHeight());
            assertThat(crop.getWidth())
                    .isLessThanOrEqualTo(Math.max(Math.min(width, height), (int) Math.round(face.side())));
            assertThat(read(FaceCrop.of(new Coordinates(width, height), face).wide())
                            .getWidth())
                    .isEqualTo((int) Math.round(2.4 * face.side()));
        }
    }

    private static BufferedImage crop(int width, int height, Face face) throws IOException {
        return read(FaceCrop.of(new Coordinates(width, height), face).close());
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static Face face(double left, double top, double width, double height) {
        Keypoint point = new Keypoint(left + width / 2, top + height / 2, 1);
        return new Face(left, top, width, height, List.of(point, point, point, point, point), 1);
    }

    /** Opaque, and another one for every pixel of up to 4096 by 4096. */
    private static int colour(int x, int y) {
        return 0xff000000 | y << 12 | x;
    }

    /** A picture that shows where each of its pixels is. */
    private record Coordinates(int width, int height) implements Picture {

        @Override
        public String field() {
            return "face_image";
        }

        @Override
        public ImageFormat format() {
            return ImageFormat.PNG;
        }

        @Override
        public byte[] withoutMetadata() {
            return encoded();
        }

        @Override
        public byte[] encoded() {
            throw new UnsupportedOperationException("only the pixels are needed");
        }

        @Override
        public BufferedImage decode(int factor) {
            BufferedImage image = new BufferedImage(
                    (width + factor - 1) / factor, (height + factor - 1) / factor, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    image.setRGB(x, y, colour(x * factor, y * factor));
                }
            }
            return image;
        }
    }
}
