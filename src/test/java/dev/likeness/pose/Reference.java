package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Real networks, and what controlnet-aux, rtmlib and a plain reading of MoveNet see with them on real photographs:
 * src/test/python/poses/keypoints.py has written it down. The tolerance is a share of the person's size, which is the
 * diagonal of the box around their joints: one for the median of all joints, one for nine in ten. It is wide where this
 * service looks at people again from near, which the others do not.
 */
public enum Reference {
    MOVENET("movenet", "movenet", 0.010, 0.03),
    MOVENET_OF_ONE_PERSON("movenet, one person", "movenet", 0.025, 0.08),
    OPENPOSE("openpose", "openpose", 0.005, 0.02),
    LEARNED_OPENPOSE("openpose, learned", "openpose", 0.005, 0.04),
    DWPOSE("dwpose", "dwpose", 0.005, 0.01);

    /** Joints, of all photographs together, that one side sees and the other does not: they are about as sure as it takes. */
    private static final int BORDERLINE = 2;

    /**
     * The learned network is hardly sure of this person's neck (0.21, from 0.1 on it counts), without which two legs are
     * nobody: here it counts, and the legs, hips and head are where they are in the picture; controlnet-aux, which resizes the
     * picture twice, sees nobody.
     */
    private static final String ONLY_WE_SEE = "web_public_img_side_lunge_left.jpg";

    private final String name;
    private final String format;
    private final double median;
    private final double nineInTen;

    Reference(String name, String format, double median, double nineInTen) {
        this.name = name;
        this.format = format;
        this.median = median;
        this.nineInTen = nineInTen;
    }

    /** Puts the networks there and nothing else; the configuration that says so, by whole keys. Skips the test without them. */
    public Map<String, String> mount(Path folder) {
        String[] networks = StreamSupport.stream(stored().get("networks").spliterator(), false)
                .map(JsonNode::asText)
                .toArray(String[]::new);
        return Map.of(
                "likeness.pose.format",
                format,
                "likeness.pose.model",
                Models.folder(folder, networks).toString());
    }

    /** @param read who is in the photograph of a file */
    public void assertSeen(Function<Path, List<Person>> read) {
        List<Double> distances = new ArrayList<>();
        int borderline = 0;
        for (Map.Entry<String, JsonNode> photo : stored().get("people").properties()) {
            List<Person> found = read.apply(Photos.file(photo.getKey()));
            boolean onlyOurs = this == LEARNED_OPENPOSE && photo.getKey().equals(ONLY_WE_SEE);
            assertThat(found).as(photo.getKey()).hasSize(photo.getValue().size() + (onlyOurs ? 1 : 0));
            for (JsonNode theirs : photo.getValue()) {
                borderline += compare(nearest(found, theirs), theirs, distances);
            }
        }

        distances.sort(Comparator.naturalOrder());
        assertThat(distances).hasSizeGreaterThan(100);
        assertThat(distances.get(distances.size() / 2)).as("median").isLessThan(median);
        assertThat(distances.get(distances.size() * 9 / 10)).as("nine in ten").isLessThan(nineInTen);
        assertThat(borderline).as("joints that only one side sees").isLessThanOrEqualTo(BORDERLINE);
    }

    private JsonNode stored() {
        try (InputStream file = Reference.class.getResourceAsStream("/poses/keypoints.json")) {
            return new ObjectMapper().readTree(file).get(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Person nearest(List<Person> people, JsonNode theirs) {
        return people.stream()
                .min(Comparator.comparingDouble(person -> {
                    List<Double> distances = new ArrayList<>();
                    compare(person, theirs, distances);
                    return distances.stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElse(Double.MAX_VALUE);
                }))
                .orElseThrow();
    }

    /**
     * @param distances to which those of the joints that both see are added
     * @return how many joints only one of them sees
     */
    private static int compare(Person ours, JsonNode theirs, List<Double> distances) {
        double size = size(theirs);
        int borderline = 0;
        for (int joint = 0; joint < Joint.COUNT; joint++) {
            Keypoint here = ours.keypoints().get(joint);
            JsonNode there = theirs.get(joint);
            if (here.visible() && !there.isNull()) {
                distances.add(Math.hypot(
                                here.x() - there.get(0).asDouble(),
                                here.y() - there.get(1).asDouble())
                        / size);
            } else if (here.visible() || !there.isNull()) {
                borderline++;
            }
        }
        return borderline;
    }

    private static double size(JsonNode person) {
        double left = Double.MAX_VALUE, top = left, right = 0, bottom = 0;
        for (JsonNode joint : person) {
            if (!joint.isNull()) {
                left = Math.min(left, joint.get(0).asDouble());
                top = Math.min(top, joint.get(1).asDouble());
                right = Math.max(right, joint.get(0).asDouble());
                bottom = Math.max(bottom, joint.get(1).asDouble());
            }
        }
        return Math.hypot(right - left, bottom - top);
    }
}
