package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.likeness.error.FieldViolation;
import dev.likeness.error.InvalidRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageLoaderTest {

    private final Vertx vertx = Vertx.vertx();
    private final Settings settings = Settings.defaults().allowing("127.0.0.1");
    private final HostResolver resolver = new HostResolver.OfTheSystem(vertx);
    private final ImageLoader loader = new ImageLoader(
            settings,
            new RemoteFiles(settings, new PublicHosts(new AddressRules(settings), resolver), vertx),
            Runnable::run);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anInlinePictureIsThereWithItsFileAndUprightSize() {
        byte[] file = Fixtures.withExif(Fixtures.jpeg(120, 80), Fixtures.exif(6, java.nio.ByteOrder.BIG_ENDIAN));

        Picture picture = await(loader.load("face_image", new ImageSource.Inline(file)));

        assertThat(picture.field()).isEqualTo("face_image");
        assertThat(picture.format()).isEqualTo(ImageFormat.JPEG);
        assertThat(picture.width()).isEqualTo(80);
        assertThat(picture.height()).isEqualTo(120);
        assertThat(picture.encoded()).isSameAs(file);
        assertThat(picture.decode()).isNotSameAs(picture.decode());
        assertThat(picture.toString()).hasSizeLessThan(200);
    }

    @Test
    void aPictureBehindAUrlIsFetchedAndRead() {
        byte[] file = Fixtures.png(100, 90);
        int port = serve(file);

        Picture picture = await(loader.load("pose_image", remote(port)));

        assertThat(picture.width()).isEqualTo(100);
        assertThat(picture.encoded()).isEqualTo(file);
    }

    @Test
    void allPicturesComeInTheirOrder() {
        int port = serve(Fixtures.png(100, 90));
        Map<String, ImageSource> sources = new LinkedHashMap<>();
        sources.put("face_image", remote(port));
        sources.put("pose_image", new ImageSource.Inline(Fixtures.webp(70, 80)));

        Map<String, Picture> pictures = await(loader.loadAll(sources));

        assertThat(pictures.keySet()).containsExactly("face_image", "pose_image");
        assertThat(pictures.get("pose_image").format()).isEqualTo(ImageFormat.WEBP);
    }

    @Test
    void everyPictureThatIsNoGoodIsNamedAtOnce() {
        int port = serve(new byte[300]);
        Map<String, ImageSource> sources = new LinkedHashMap<>();
        sources.put("face_image", remote(port));
        sources.put("pose_image", new ImageSource.Inline("GIF89a, or so it says".getBytes()));

        InvalidRequest refused = catchThrowableOfType(InvalidRequest.class, () -> await(loader.loadAll(sources)));

        assertThat(refused.code()).isEqualTo("invalid_image");
        assertThat(refused.violations()).extracting(FieldViolation::field).containsExactly("face_image", "pose_image");
    }

    private int serve(byte[] file) {
        return vertx.createHttpServer()
                .requestHandler(request -> request.response().end(Buffer.buffer(file)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static ImageSource remote(int port) {
        return new ImageSource.Remote(RemoteUrl.parse("http://127.0.0.1:" + port + "/"));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
