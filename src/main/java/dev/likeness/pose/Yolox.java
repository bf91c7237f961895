package dev.likeness.pose;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds people as boxes with a YOLOX network, the raw output of which is a row for each cell of three grids. */
final class Yolox implements AutoCloseable {

    /** Side of the square that it takes, pixels. */
    static final int SIDE = 640;

    /** Pixels to a cell in each of the grids, which follow one another row by row. */
    private static final int[] STRIDES = {8, 16, 32};

    /** x, y, width, height, that there is something, and the 80 classes of COCO, of which people are the first. */
    private static final int ROW = 85;

    private static final int CELLS = 80 * 80 + 40 * 40 + 20 * 20;

    /** BGR, 0..255. */
    static final NetworkSpec SPEC = new NetworkSpec(
            new NetworkSpec.Tensor(List.of("images", "input"), "FLOAT", 1, 3, SIDE, SIDE),
            List.of(new NetworkSpec.Tensor(List.of("output", "output_0"), "FLOAT", 1, CELLS, ROW)));

    /** What the network saw beside the picture when it was trained: the grey of YOLO. */
    private static final float GREY = 114;

    /** Boxes that overlap more than this (intersection over union) are the same person's. */
    private static final double SAME = 0.45;

    /** A box that comes so near to its tile's edge, in sides of it, may be of somebody who is cut off there. */
    private static final double EDGE = 0.02;

    private final Network network;
    private final double personScore;

    Yolox(Network network, double personScore) {
        this.network = network;
        this.personScore = personScore;
    }

    /** The surest first: in the whole picture, and where that shows nobody or little, in its tiles. */
    List<Box> people(Pixels picture) {
        List<Box> people = in(picture, Frame.cornered(picture.width(), picture.height(), SIDE, SIDE));
        if (!people.isEmpty() && !Tiles.isWide(picture.width(), picture.height())) {
            return people;
        }
        for (List<Window> tiles : Tiles.rounds(picture.width(), picture.height())) {
            List<Box> all = new ArrayList<>(people);
            for (Window tile : tiles) {
                in(picture, tile.frame(SIDE)).stream()
                        .filter(box -> !isCut(box, tile, picture))
                        .forEach(all::add);
            }
            if (!all.isEmpty()) {
                return once(all);
            }
        }
        return List.of();
    }

    /** Whether a box reaches an edge of the tile beyond which the picture goes on: another tile shows the rest as well. */
    private static boolean isCut(Box box, Window tile, Pixels picture) {
        double margin = EDGE * tile.side();
        double right = tile.left() + tile.side(), bottom = tile.top() + tile.side();
        return tile.left() > 0 && box.left() < tile.left() + margin
                || tile.top() > 0 && box.top() < tile.top() + margin
                || right < picture.width() && box.right() > right - margin
                || bottom < picture.height() && box.bottom() > bottom - margin;
    }

    private List<Box> in(Pixels picture, Frame frame) {
        return network.run(
                SPEC.input().shape(),
                buffer -> Bilinear.put(buffer, picture, frame, GREY, Bilinear.Planes.BGR),
                SPEC.outputs().get(0).shape(),
                rows -> decode(rows, frame, personScore));
    }

    static List<Box> decode(FloatBuffer rows, Frame frame, double personScore) {
        List<Box> found = new ArrayList<>();
        int row = 0;
        for (int stride : STRIDES) {
            int cells = SIDE / stride;
            for (int cell = 0; cell < cells * cells; cell++, row += ROW) {
                double score = rows.get(row + 4) * rows.get(row + 5);
                if (score >= personScore) {
                    double x = (rows.get(row) + cell % cells) * stride;
                    double y = (rows.get(row + 1) + cell / cells) * stride;
                    double halfWidth = Math.exp(rows.get(row + 2)) * stride / 2;
                    double halfHeight = Math.exp(rows.get(row + 3)) * stride / 2;
                    found.add(new Box(
                            frame.pictureX(x - halfWidth),
                            frame.pictureY(y - halfHeight),
                            frame.pictureX(x + halfWidth),
                            frame.pictureY(y + halfHeight),
                            score));
                }
            }
        }
        return once(found);
    }

    private static List<Box> once(List<Box> boxes) {
        boxes.sort(Comparator.comparingDouble(Box::score).reversed());
        List<Box> kept = new ArrayList<>();
        for (Box box : boxes) {
            if (kept.stream().noneMatch(other -> other.overlap(box) > SAME)) {
                kept.add(box);
            }
        }
        return kept;
    }

    @Override
    public void close() {
        network.close();
    }
}
