package dev.likeness.packaged;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Requests for pictures of the README's character. */
final class Pictures {

    static final String PATH = "/v1/consistent-character-with-pose";

    private Pictures() {}

    /** One picture's file, of the pose image's size. */
    static HttpResponse<byte[]> of(PackagedService service, String format) {
        return service.send(request(
                service,
                sample("face.jpg"),
                sample("pose.png"),
                "\"base_64\":false,\"output_format\":\"" + format + "\""));
    }

    static HttpRequest.Builder request(PackagedService service, byte[] face, byte[] pose, String more) {
        return service.posting(PATH, "application/json", json(face, pose, more));
    }

    /** The body of a request for the README's character. */
    static byte[] json(String more) {
        return json(sample("face.jpg"), sample("pose.png"), more);
    }

    private static byte[] json(byte[] face, byte[] pose, String more) {
        return String.format(
                        Locale.ROOT,
                        "{\"face_image\":\"%s\",\"pose_image\":\"%s\",\"prompt\":\"a red coat\",%s}",
                        base64(face),
                        base64(pose),
                        more)
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] sample(String name) {
        try {
            return Files.readAllBytes(Path.of("docs/samples", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] png(BufferedImage picture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", out);
        return out.toByteArray();
    }

    private static String base64(byte[] file) {
        return Base64.getEncoder().encodeToString(file);
    }
}
