package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedPhotosTest {

    @ParameterizedTest
    @CsvSource({
        "apollo11_crew.jpg, 600, 471",
        "assets_images_t_pose_t6.jpg, 670, 649",
        "assets_images_y_y1.jpg, 1080, 720",
        "astronaut.png, 512, 512",
        "coffee.png, 600, 400",
        "grace_hopper.jpg, 512, 600",
        "pifpaf_soccer.jpg, 1200, 800",
        "rocket.jpg, 640, 427",
        "web_public_img_side_lunge_left.jpg, 1080, 720",
        "web_public_img_warrior_left.jpg, 1080, 720",
        "web_public_img_yogi_squat.jpg, 1080, 720"
    })
    void aRealPhotographIsDecodedAsTheJdkWould(String name, int width, int height) throws Exception {
        byte[] file = Files.readAllBytes(photos().resolve(name));

        Picture picture = Reading.read(file);
        BufferedImage image = picture.decode();

        assertThat(picture.width()).isEqualTo(width).isEqualTo(image.getWidth());
        assertThat(picture.height()).isEqualTo(height).isEqualTo(image.getHeight());
        BufferedImage expected = ImageIO.read(new ByteArrayInputStream(file));
        for (int i = 0; i < width * height; i++) {
            int rgb = image.getRGB(i % width, i / width);
            int other = expected.getRGB(i % width, i / width);
            for (int shift = 0; shift <= 16; shift += 8) {
                int difference = Math.abs((rgb >> shift & 0xff) - (other >> shift & 0xff));
                // libjpeg converts colours with vector code where the processor has it, which rounds another way.
                if (difference > 2) {
                    assertThat(difference).as("%s at pixel %d", name, i).isLessThanOrEqualTo(2);
                }
            }
        }
    }

    /** The folder {@code shared/photos} that may lie beside the checkout. */
    private static Path photos() {
        String named = System.getProperty("likeness.shared", System.getenv("LIKENESS_SHARED"));
        Path folder = Stream.of(named, "../shared")
                .filter(path -> path != null)
                .map(path -> Path.of(path, "photos"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(folder != null, "no shared photographs beside the checkout (LIKENESS_SHARED)");
        return folder;
    }
}
