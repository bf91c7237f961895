package dev.likeness.pose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds people first and then the points of each, with two networks; or, without a detector, the points of one person who
 * fills the picture.
 */
final class TopDown implements PeopleFinder {

    /** How much larger than a person's box the part of the picture is in which their points are looked for. */
    private static final double MARGIN = 1.25;

    /** People that are looked at; a crowd of specks would take minutes. */
    static final int MOST = 32;

    private final Optional<Yolox> detector;
    private final SimCc points;
    private final PoseFormat.Thresholds thresholds;

    TopDown(Optional<Yolox> detector, SimCc points, PoseFormat.Thresholds thresholds) {
        this.detector = detector;
        this.points = points;
        this.thresholds = thresholds;
    }

    @Override
    public List<Person> find(Pixels picture) {
        List<Box> boxes = detector.map(network -> network.people(picture))
                .orElseGet(() -> List.of(new Box(0, 0, picture.width(), picture.height(), 1)));
        boxes = boxes.subList(0, Math.min(MOST, boxes.size()));
        List<Frame> frames = boxes.stream()
                .map(box -> Frame.around(box, MARGIN, points.width(), points.height()))
                .toList();
        List<List<Keypoint>> found = points.points(picture, frames);
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            List<Keypoint> body = found.get(i).subList(0, SimCc.BODY);
            // Nobody has judged whether a whole picture is a person: the joints do.
            double score = detector.isPresent()
                    ? boxes.get(i).score()
                    : body.stream().mapToDouble(Keypoint::score).average().orElse(0);
            if (score >= thresholds.person()) {
                people.add(WholeBody.person(
                        found.get(i), Math.min(1, score), picture.width(), picture.height(), thresholds.joint()));
            }
        }
        return people.stream()
                .filter(Person::visible)
                .sorted(Comparator.comparingDouble(Person::score).reversed())
                .toList();
    }

    @Override
    public void close() {
        detector.ifPresent(Yolox::close);
        points.close();
    }
}
