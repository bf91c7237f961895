package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.TestConfig;
import dev.likeness.input.ImageLoader;
import dev.likeness.input.ImageSource;
import dev.likeness.input.InputConfig;
import dev.likeness.input.Picture;
import dev.likeness.input.UprightFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FittedPhotoTest {

    @Test
    void what_is_at_the_edge_of_a_photo_of_another_aspect_is_kept() throws Exception {
        UprightFile fitted = FittedPhoto.of(photo(400, 1200), 1016, 1016);

        assertThat(fitted.width()).isEqualTo(1016);
        assertThat(fitted.height()).isEqualTo(1016);
        BufferedImage seen = ImageIO.read(new ByteArrayInputStream(fitted.file()));
        // 400 x 1200 is 339 x 1016 in the middle: from 338 to 677.
        assertThat(new Color(seen.getRGB(508, 4)).getRed()).isGreaterThan(200);
        assertThat(new Color(seen.getRGB(508, 1011)).getRed()).isGreaterThan(200);
        assertThat(new Color(seen.getRGB(300, 508))).isEqualTo(new Color(114, 114, 114));
        assertThat(new Color(seen.getRGB(720, 508))).isEqualTo(new Color(114, 114, 114));
        assertThat(new Color(seen.getRGB(360, 508)).getBlue()).isGreaterThan(200);
    }

    @Test
    void a_photo_much_larger_than_what_is_generated_is_made_smaller() {
        UprightFile fitted = FittedPhoto.of(photo(3000, 900), 720, 1440);

        assertThat(fitted.width()).isEqualTo(720);
        assertThat(fitted.height()).isEqualTo(1440);
    }

    @Test
    void a_photo_of_about_the_same_aspect_is_sent_as_it_came() {
        Picture photo = photo(500, 505);

        assertThat(FittedPhoto.of(photo, 1016, 1016).file())
                .isEqualTo(photo.upright().file());
    }

    /** Blue, with a red edge above and below. */
    private static Picture photo(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.BLUE);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width, height / 50);
        graphics.fillRect(0, height - height / 50, width, height / 50);
        graphics.dispose();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return new ImageLoader(TestConfig.of(InputConfig.class, Map.of()), null, Runnable::run)
                .load("pose_image", new ImageSource.Inline(file.toByteArray()))
                .await()
                .indefinitely();
    }
}
