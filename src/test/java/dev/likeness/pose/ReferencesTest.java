package dev.likeness.pose;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReferencesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void peopleAreCountedRightAndTheirJointsLieWhereOthersSeeThem(Reference reference) {
        PoseConfig config = Settings.of(reference.mount(folder));

        try (PeopleFinder finder = PoseModel.of(config).load(OrtEnvironment.getEnvironment(), Execution.onCpu(1))) {
            reference.assertSeen(photo -> finder.find(Pixels.of(Photos.read(photo))));
        }
    }
}
