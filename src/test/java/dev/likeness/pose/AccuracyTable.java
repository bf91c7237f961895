package dev.likeness.pose;

import dev.likeness.input.PictureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints what the shipped networks find on photographs, by the service's own decoder, resampling, looks and thresholds, as the
 * table of models/README.md: {@code java ... dev.likeness.pose.AccuracyTable [DIRECTORY, ../shared/photos]}.
 */
final class AccuracyTable {

    /** From here on a score that is no face is worth telling. */
    private static final String LOWEST = "0.3";

    private record There(int people, int faces) {}

    /** Counted by eye; faces as far as they are turned to the camera. */
    private static final Map<String, There> THERE = Map.ofEntries(
            Map.entry("apollo11_crew", new There(3, 3)),
            Map.entry("astronaut", new There(1, 1)),
            Map.entry("grace_hopper", new There(1, 1)),
            Map.entry("assets_images_t_pose_t6", new There(1, 1)),
            Map.entry("assets_images_y_y1", new There(1, 1)),
            Map.entry("web_public_img_side_lunge_left", new There(1, 1)),
            Map.entry("web_public_img_warrior_left", new There(1, 1)),
            Map.entry("web_public_img_yogi_squat", new There(1, 1)),
            Map.entry("pifpaf_soccer", new There(2, 2)),
            Map.entry("coffee", new There(0, 0)),
            Map.entry("rocket", new There(0, 0)));

    private AccuracyTable() {}

    public static void main(String[] arguments) throws IOException {
        of(Path.of(arguments.length == 0 ? "../shared/photos" : arguments[0])).forEach(System.out::println);
    }

    /** The table's lines. */
    static List<String> of(Path photographs) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "| photograph | people: there, found, scores | faces: there, found, scores | highest below 0.7 in the whole picture |",
                "|---|---|---|---|"));
        try (Finder service = new Finder(Settings.defaults());
                Finder unsure = new Finder(Settings.of(Map.of("likeness.pose.face-score", LOWEST)));
                Stream<Path> files = Files.list(photographs)) {
            for (Path file : files.sorted().toList()) {
                lines.add(line(file, service, unsure));
            }
        }
        return lines;
    }

    private static String line(Path file, Finder service, Finder unsure) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
        Pixels picture = Pixels.of(PictureFile.read(Files.readAllBytes(file)));
        There there = THERE.get(name);
        List<Double> people =
                PoseReader.read(picture, service.loaded.people(), SkeletonReaderTest.budget())
                        .skeleton()
                        .people()
                        .stream()
                        .map(Person::score)
                        .toList();
        List<Double> faces = service.reader.all(picture, service.loaded).stream()
                .map(Face::score)
                .toList();
        Optional<Double> below =
                unsure.loaded.faces().faces(picture, Window.letterbox(picture.width(), picture.height())).stream()
                        .map(Face::score)
                        .filter(score -> score < 0.7)
                        .max(Double::compare);
        return "| %s | %s, %s | %s, %s | %s |"
                .formatted(
                        name,
                        there == null ? "?" : there.people(),
                        found(people),
                        there == null ? "?" : there.faces(),
                        found(faces),
                        below.map(AccuracyTable::rounded).orElse(""));
    }

    private static String found(List<Double> scores) {
        return "**" + scores.size() + "**"
                + scores.stream()
                        .sorted((a, b) -> Double.compare(b, a))
                        .map(AccuracyTable::rounded)
                        .collect(Collectors.joining(" ", scores.isEmpty() ? "" : ": ", ""));
    }

    private static String rounded(double score) {
        return String.format(Locale.ROOT, "%.2f", score);
    }

    /** The networks as the service loads them. */
    private static final class Finder implements AutoCloseable {

        final Networks networks;
        final Networks.Loaded loaded;
        final FaceReader reader;

        Finder(PoseConfig config) {
            networks = new Networks(config, Nowhere.ELSE, Runnable::run);
            loaded = networks.loaded().await().indefinitely();
            reader = new FaceReader(networks, new Passes(config, Runnable::run));
        }

        @Override
        public void close() {
            networks.close();
        }
    }
}
