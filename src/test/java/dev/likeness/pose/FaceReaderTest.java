package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaceReaderTest {

    private static final Pixels CROWD = new Pixels(new int[1000 * 1000], 1000, 1000);

    /** A detector that sees the same faces in every window, and counts how often it is run. */
    private static final class Crowd implements FaceDetector {

        final List<Window> windows = new ArrayList<>();
        private final List<Face> faces;

        Crowd(List<Face> faces) {
            this.faces = faces;
        }

        @Override
        public List<Face> faces(Pixels picture, Window window) {
            windows.add(window);
            return faces;
        }

        @Override
        public double small() {
            return 0.2;
        }

        @Override
        public void close() {}
    }

    @Test
    void aCrowdOfSmallFacesIsLookedAtAgainEightTimesAtMost() {
        List<Face> faces = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            faces.add(face(30 * (i % 30), 30 * (i / 30), 10 + i * 0.05));
        }
        Crowd crowd = new Crowd(faces);

        List<Face> found = read(crowd, List.of());

        assertThat(found).hasSize(300);
        assertThat(crowd.windows).hasSize(1 + FaceReader.MOST_LOOKS);
        // The largest ones, which a character is known by: those of 24.6 pixels and more.
        assertThat(crowd.windows.subList(1, crowd.windows.size()))
                .allSatisfy(window -> assertThat(window.side()).isGreaterThan(3.3 * 24.5));
    }

    @Test
    void ofManyHeadsTheLargestEightAreLookedAt() {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            List<Keypoint> points = new ArrayList<>(Collections.nCopies(Joint.COUNT, Keypoint.MISSING));
            points.set(Joint.NOSE.ordinal(), new Keypoint(10 * i, 100, 1));
            points.set(Joint.RIGHT_SHOULDER.ordinal(), new Keypoint(10 * i, 150, 1));
            points.set(Joint.LEFT_SHOULDER.ordinal(), new Keypoint(10 * i + 5 + i, 150, 1));
            people.add(new Person(points, 1));
        }
        Crowd empty = new Crowd(List.of());

        assertThat(read(empty, people)).isEmpty();
        // The whole picture, the same from further away, and the heads.
        assertThat(empty.windows).hasSize(2 + FaceReader.MOST_LOOKS);
    }

    private static List<Face> read(FaceDetector detector, List<Person> people) {
        PeopleFinder finder = new PeopleFinder() {
            @Override
            public List<Person> find(Pixels picture) {
                return people;
            }

            @Override
            public void close() {}
        };
        return new FaceReader(null, null).all(CROWD, new Networks.Loaded(finder, detector, null));
    }

    private static Face face(double left, double top, double side) {
        Keypoint nose = new Keypoint(left + side / 2, top + side / 2, 1);
        return new Face(left, top, side, side, Collections.nCopies(Landmark.values().length, nose), 1);
    }
}
