package dev.likeness.pose;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds people with MoveNet: up to six with MultiPose, one with Lightning and Thunder. */
final class MoveNet implements PeopleFinder {

    /** Side of the square that MultiPose takes, pixels. */
    private static final int SIDE = 256;

    /** 17 x (y, x, score) of the COCO joints, then ymin, xmin, ymax, xmax and score, for up to 6 people; 0..1 of the square. */
    static final NetworkSpec MULTIPOSE = new NetworkSpec(
            new NetworkSpec.Tensor(List.of("image", "input"), "INT32", 1, SIDE, SIDE, 3),
            List.of(new NetworkSpec.Tensor(List.of("people", "output_0", "Identity"), "FLOAT", 1, 6, 56)));

    /** 17 x (y, x, score) of one person. Lightning takes a square of 192 pixels, Thunder one of 256. */
    static final NetworkSpec SINGLEPOSE = new NetworkSpec(
            new NetworkSpec.Tensor(List.of("image", "input"), "INT32", 1, NetworkSpec.ANY, NetworkSpec.ANY, 3),
            List.of(new NetworkSpec.Tensor(List.of("person", "output_0", "Identity"), "FLOAT", 1, 1, 17, 3)));

    /**
     * A person smaller than this, as a share of the picture's longer side, is looked at again from near: their joints
     * jitter half as much then. Larger ones would only be cut off.
     */
    private static final double SMALL = 0.6;

    /** The side of that second look in multiples of the person's box. */
    private static final double CLOSER = 1.35;

    /** Boxes that overlap this much (intersection over union) are the same person's. */
    private static final double SAME = 0.5;

    /** People of all tiles together who are looked at from near: each takes a run of the network. */
    private static final int MOST_CLOSER = 32;

    private final Network network;
    private final PoseFormat.Thresholds thresholds;
    private final int side;

    MoveNet(Network network, PoseFormat.Thresholds thresholds) {
        this.network = network;
        this.thresholds = thresholds;
        this.side = network.spec().input().length(1, SIDE);
    }

    @Override
    public List<Person> find(Pixels picture) {
        return detect(picture).stream()
                .map(detection -> detection.person(picture.width(), picture.height(), thresholds.joint()))
                .filter(Person::visible)
                .toList();
    }

    /** The people of a picture, the surest first: in the whole of it, and where that shows nobody or little, in its tiles. */
    List<Detection> detect(Pixels picture) {
        Window whole = Window.letterbox(picture.width(), picture.height());
        List<Detection> people = in(picture, whole).stream()
                .map(person -> person.side() < SMALL * whole.side()
                        ? closer(person, picture).orElse(person)
                        : person)
                .toList();
        if (!people.isEmpty() && !Tiles.isWide(picture.width(), picture.height())) {
            return people;
        }
        for (List<Window> tiles : Tiles.rounds(picture.width(), picture.height())) {
            List<Detection> all = new ArrayList<>(people);
            all.addAll(inTiles(picture, tiles));
            if (!all.isEmpty()) {
                return MoveNetDecoder.once(all);
            }
        }
        return List.of();
    }

    /**
     * A tile may cut somebody off, or show something that is nobody as large as a person: only those count who are found
     * again in a look from near, which is taken of the whole picture.
     */
    private List<Detection> inTiles(Pixels picture, List<Window> tiles) {
        List<Detection> found = new ArrayList<>();
        for (Window tile : tiles) {
            found.addAll(in(picture, tile));
        }
        return MoveNetDecoder.once(found).stream()
                .limit(MOST_CLOSER)
                .flatMap(person -> closer(person, picture).stream())
                .toList();
    }

    /** The same person, looked at from near; empty when they are not recognised there. */
    private Optional<Detection> closer(Detection person, Pixels picture) {
        Window near = Window.around(
                (person.left() + person.right()) / 2, (person.top() + person.bottom()) / 2, CLOSER * person.side());
        return in(picture, near).stream()
                .max(Comparator.comparingDouble(person::overlap))
                .filter(again -> person.overlap(again) >= SAME)
                .map(again -> again.scored(Math.max(person.score(), again.score())));
    }

    private List<Detection> in(Pixels picture, Window window) {
        int[] rgb = Resampling.rounded(picture, window, side);
        float[] output = network.run(new long[] {1, side, side, 3}, buffer -> fill(buffer, rgb))
                .get(0);
        return MoveNetDecoder.decode(output, window, thresholds.person());
    }

    private static void fill(ByteBuffer buffer, int[] rgb) {
        buffer.asIntBuffer().put(rgb);
        buffer.position(buffer.position() + Integer.BYTES * rgb.length);
    }

    @Override
    public void close() {
        network.close();
    }
}
