package dev.likeness.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.pose.DotScene;
import dev.likeness.pose.Face;
import dev.likeness.pose.RedFaces;
import dev.likeness.pose.Reference;
import dev.likeness.pose.WrongNetworks;
import dev.likeness.pose.YuNetReference;
import dev.likeness.pose.remote.PoseAnswers;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Networks of every format that an operator mounts, in the packaged service: what they see comes out, and what is none of
 * them ends the start. The executable knows only those of the runtime's classes that it was told of when it was built.
 */
class MountedNetworksIT {

    /** More than are read at once. */
    private static final int AT_ONCE = 6;

    @TempDir
    Path folder;

    /**
     * Beside a network like YuNet, so that one start does for both. Not the other range of values of openpose: it is a matter
     * of arithmetic, which is the same everywhere.
     */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "CENTRED_OPENPOSE")
    void everybody_is_seen_at_their_dots_nobody_in_the_dark_and_faces_where_it_is_red(DotScene scene) throws Exception {
        BufferedImage picture = scene.picture();
        byte[] bright = Pictures.png(picture);
        byte[] dark =
                Pictures.png(new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB));

        Path poses = Files.createDirectory(folder.resolve("poses"));

        try (PackagedService service = started(scene.mount(poses), faces(RedFaces.mount(folder)))) {
            List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                answers.add(service.http()
                        .sendAsync(
                                service.posting("/v1/pose", "image/png", i % 2 == 0 ? bright : dark)
                                        .build(),
                                BodyHandlers.ofByteArray()));
            }

            for (int i = 0; i < AT_ONCE; i++) {
                HttpResponse<byte[]> answer = answers.get(i).get();
                assertThat(answer.statusCode()).isEqualTo(200);
                if (i % 2 == 0) {
                    scene.assertSeen(PoseAnswers.people(answer.body()));
                } else {
                    assertThat(PoseAnswers.people(answer.body())).isEmpty();
                }
            }
            RedFaces.assertFound(PoseAnswers.faces(answer(service, "?faces=only", Pictures.png(RedFaces.picture()))));
        }
    }

    @Test
    void blaze_face_may_be_mounted_too() throws Exception {
        try (PackagedService service =
                started(faces(Path.of("models/blazeface_back.onnx").toAbsolutePath()))) {
            assertThat(PoseAnswers.faces(answer(service, "?faces=only", Pictures.sample("face.jpg"))))
                    .hasSize(1);
        }
    }

    /** MoveNet MultiPose is the one that is shipped. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MOVENET")
    void real_networks_see_in_photographs_what_others_see_with_them(Reference reference) {
        try (PackagedService service = started(reference.mount(folder))) {
            reference.assertSeen(photo -> PoseAnswers.people(answer(service, "", file(photo))));
        }
    }

    @Test
    void yunet_finds_the_faces_in_photographs_where_open_cv_has_them() {
        try (PackagedService service = started(YuNetReference.mount())) {
            for (YuNetReference photo : YuNetReference.values()) {
                List<Face> faces = PoseAnswers.faces(answer(service, "?faces=only", file(photo.file())));
                photo.assertCounted(faces);
                photo.assertWhere(faces, YuNetReference.LOOKED_AT_AGAIN);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_mounted_by_mistake_ends_the_start_in_one_line(WrongNetworks wrong) {
        Map<String, String> properties = wrong.mount(folder);

        try (PackagedService service = PackagedService.start(PackageForm.built(), properties)) {
            assertThat(service.exitCode()).as(service.log()).isEqualTo(1);
            assertThat(service.log().lines())
                    .as(service.log())
                    .singleElement()
                    .asString()
                    .contains("Likeness cannot start: ")
                    .contains(wrong.words(folder));
        }
    }

    private static Map<String, String> faces(Path model) {
        return Map.of("likeness.pose.face-model", model.toString());
    }

    /** Without a memory of pictures: each is read. */
    @SafeVarargs
    private static PackagedService started(Map<String, String>... properties) {
        Map<String, String> all = new HashMap<>(Map.of("likeness.pose.cache.entries", "0"));
        for (Map<String, String> some : properties) {
            all.putAll(some);
        }
        return PackagedService.start(PackageForm.built(), all).awaitReady();
    }

    private static byte[] answer(PackagedService service, String query, byte[] picture) {
        HttpResponse<byte[]> answer =
                service.send(service.posting("/v1/pose" + query, "application/octet-stream", picture));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static byte[] file(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
