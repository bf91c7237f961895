package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** YuNet's own weights on real pictures. */
class YuNetPhotographsTest {

    private static Networks networks;
    private static Networks.Loaded loaded;
    private static FaceReader faces;

    @BeforeAll
    static void load() {
        PoseConfig config = Settings.of(YuNetReference.mount());
        networks = new Networks(config, Nowhere.ELSE, Runnable::run);
        faces = new FaceReader(networks, new Passes(config, Runnable::run));
        loaded = networks.loaded().await().indefinitely();
    }

    @AfterAll
    static void close() {
        if (networks != null) {
            networks.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void asManyFacesAsThereAre(YuNetReference photo) {
        photo.assertCounted(faces.all(Pixels.of(Photos.read(photo.file())), loaded));
    }

    @ParameterizedTest
    @EnumSource
    void aFaceIsWhereOpenCvHasIt(YuNetReference photo) {
        BufferedImage picture = Photos.read(photo.file());
        Window whole = Window.letterbox(picture.getWidth(), picture.getHeight());

        photo.assertWhere(loaded.faces().faces(Pixels.of(picture), whole), YuNetReference.LOOKED_AT_ONCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"astronaut.png", "grace_hopper.jpg", "assets_images_t_pose_t6.jpg", "apollo11_crew.jpg"})
    void aFaceIsSurerFoundInItsPortrait(String photo) {
        BufferedImage picture = Photos.photo(photo);
        Face face =
                faces.all(new DecodedPicture(picture)).await().indefinitely().get(0);
        double x = face.left() + face.width() / 2, y = face.top() + face.height() / 2;

        double bare = surest(picture, Window.around(x, y, face.side()));
        assertThat(surest(picture, Window.around(x, y, 2.4 * face.side())))
                .isGreaterThan(0.9)
                .isGreaterThan(bare + 0.05);
    }

    private static double surest(BufferedImage picture, Window window) {
        List<Face> found = loaded.faces().faces(Pixels.of(picture), window);
        return found.stream().mapToDouble(Face::score).max().orElse(0);
    }
}
