package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** What a prompt is to make. */
interface Order {

    /** The graph for that server, where its images are then. */
    Uni<ObjectNode> graph(ComfyServer server, UUID promptId);

    /** The node whose image is the result. */
    String outputNode();

    /** Pixels that the picture must have. */
    int width();

    /** Pixels that the picture must have. */
    int height();
}
