package dev.likeness.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.luciad.imageio.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Photographs of people through the packaged service: read by its networks, answered in every format. */
class PhotographIT {

    private static final Map<String, Integer> PEOPLE = Map.ofEntries(
            Map.entry("apollo11_crew.jpg", 3),
            Map.entry("assets_images_t_pose_t6.jpg", 1),
            Map.entry("assets_images_y_y1.jpg", 1),
            Map.entry("astronaut.png", 1),
            Map.entry("grace_hopper.jpg", 1),
            Map.entry("pifpaf_soccer.jpg", 2),
            Map.entry("web_public_img_side_lunge_left.jpg", 1),
            Map.entry("web_public_img_warrior_left.jpg", 1),
            Map.entry("web_public_img_yogi_squat.jpg", 1),
            Map.entry("coffee.png", 0),
            Map.entry("rocket.jpg", 0));

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path photos;
    private static PackagedService service;

    @BeforeAll
    static void start() {
        photos = Stream.of(System.getProperty("likeness.shared", System.getenv("LIKENESS_SHARED")), "../shared")
                .filter(name -> name != null)
                .map(name -> Path.of(name, "photos"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
        assumeTrue(photos != null, "no shared photographs beside the checkout (LIKENESS_SHARED)");
        service = PackagedService.start(PackageForm.built(), Map.of()).awaitReady();
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    @Test
    void everybody_in_a_photograph_is_found_and_nobody_else() throws IOException {
        for (Map.Entry<String, Integer> photo : PEOPLE.entrySet()) {
            HttpResponse<byte[]> answer =
                    service.send(service.posting("/v1/pose", "image/jpeg", photo(photo.getKey())));

            assertThat(answer.statusCode()).as(photo.getKey()).isEqualTo(200);
            assertThat(JSON.readTree(answer.body()).get("people"))
                    .as(photo.getKey())
                    .hasSize(photo.getValue());
        }
    }

    @Test
    void a_face_and_a_pose_from_photographs_become_a_picture_in_every_format() throws IOException {
        for (String format : new String[] {"png", "jpeg", "webp"}) {
            HttpResponse<byte[]> answer = pictured("grace_hopper.jpg", "assets_images_t_pose_t6.jpg", format);

            assertThat(answer.statusCode()).as(format).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).contains("image/" + format);
            BufferedImage pose =
                    ImageIO.read(photos.resolve("assets_images_t_pose_t6.jpg").toFile());
            BufferedImage picture = decoded(answer.body(), format);
            assertThat(picture.getWidth()).isEqualTo(pose.getWidth());
            assertThat(picture.getHeight()).isEqualTo(pose.getHeight());
        }
    }

    @Test
    void a_webp_that_the_service_made_is_a_pose_image_and_a_face_image_again() throws IOException {
        byte[] webp = pictured("grace_hopper.jpg", "assets_images_t_pose_t6.jpg", "webp")
                .body();

        HttpResponse<byte[]> again =
                service.send(Pictures.request(service, webp, webp, "\"base_64\":false,\"output_format\":\"webp\""));

        assertThat(again.statusCode())
                .as(new String(again.body(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .isEqualTo(200);
    }

    @Test
    void a_photograph_without_a_person_is_refused() throws IOException {
        HttpResponse<byte[]> answer = pictured("grace_hopper.jpg", "coffee.png", "png");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("code").textValue()).isEqualTo("no_person");
    }

    @Test
    void a_photograph_without_a_face_is_refused() throws IOException {
        HttpResponse<byte[]> answer = pictured("rocket.jpg", "assets_images_t_pose_t6.jpg", "png");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("code").textValue()).isEqualTo("no_face");
    }

    private static HttpResponse<byte[]> pictured(String face, String pose, String format) throws IOException {
        return service.send(Pictures.request(
                service, photo(face), photo(pose), "\"base_64\":false,\"output_format\":\"" + format + "\""));
    }

    private static byte[] photo(String name) throws IOException {
        return Files.readAllBytes(photos.resolve(name));
    }

    private static BufferedImage decoded(byte[] file, String format) throws IOException {
        if (!format.equals("webp")) {
            return ImageIO.read(new ByteArrayInputStream(file));
        }
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        return reader.read(0);
    }
}
