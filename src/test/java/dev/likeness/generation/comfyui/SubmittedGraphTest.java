package dev.likeness.generation.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.TestConfig;
import dev.likeness.generation.DimensionPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Filled graphs against what the nodes declare: classes, inputs, types, choices, ranges, links. */
class SubmittedGraphTest {

    private static final List<String> PROFILES = List.of("sdxl-instantid", "sdxl-plusface", "qwen-edit");

    static Stream<Arguments> all() {
        return PROFILES.stream()
                .flatMap(profile -> Stream.of(true, false).map(skeleton -> Arguments.of(profile, skeleton)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void every_graph_is_one_that_servers_take(String profile, boolean skeleton) {
        ComfyConfig config =
                TestConfig.of(ComfyConfig.class, Map.of("likeness.comfyui.profiles", String.join(",", PROFILES)));
        Workflow workflow = new Workflows(config, picture -> null).find(Optional.of(profile), skeleton);
        Inventory inventory = new Inventory();
        inventory
                .inputs()
                .addAll(List.of("in/face.png", "in/crop.png", "in/portrait.png", "in/pose.png", "in/kps.png"));
        GraphReview review = new GraphReview(NodeSpecs.bundled(), inventory);
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            DimensionPlan plan = workflow.dimensions(64 + random.nextInt(4033), 64 + random.nextInt(4033));
            OptionalDouble strength =
                    i % 2 == 0 ? OptionalDouble.empty() : OptionalDouble.of(1.5 * random.nextDouble());
            ObjectNode graph = workflow.graph(new WorkflowValues(
                    "a \"quoted\" prompt, (denim:1.2), {a|b}",
                    i % 3 == 0 ? "" : "blurred",
                    Optional.of("in/face.png"),
                    skeleton ? Optional.of("in/crop.png") : Optional.empty(),
                    skeleton ? Optional.of("in/portrait.png") : Optional.empty(),
                    "in/pose.png",
                    skeleton ? Optional.of("in/kps.png") : Optional.empty(),
                    i == 0 ? (1L << 53) + 2 : i,
                    plan,
                    strength,
                    strength,
                    new UUID(i, i)));

            assertThat(review.problems(graph)).as(profile + " " + plan).isEmpty();
        }
    }
}
