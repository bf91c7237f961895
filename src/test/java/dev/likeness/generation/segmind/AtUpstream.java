package dev.likeness.generation.segmind;

import dev.likeness.input.RemoteFiles;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;

/** Calls of a fake upstream, one for each test; whatever a test does, nothing is open there in the end. */
abstract class AtUpstream {

    @Inject
    Vertx vertx;

    @Inject
    RemoteFiles elsewhere;

    Rig rig;

    /** @param settings names behind {@code likeness.segmind.}, each with its value behind it */
    FakeUpstream fake(String... settings) {
        rig = new Rig(vertx, elsewhere, settings);
        return rig.fake;
    }

    @AfterEach
    void nothingIsLeft() {
        rig.awaitIdle();
        rig.close();
    }
}
