package dev.likeness.requests;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.pose.Face;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Landmark;
import java.util.Locale;

/** A face as callers are told it: its box and its five landmarks, in pixels of the upright picture. */
public final class FaceData {

    private FaceData() {}

    public static ObjectNode of(Face face) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        told.put("score", rounded(face.score()))
                .put("left", rounded(face.left()))
                .put("top", rounded(face.top()))
                .put("width", rounded(face.width()))
                .put("height", rounded(face.height()));
        ArrayNode landmarks = told.putArray("landmarks");
        for (Landmark landmark : Landmark.values()) {
            Keypoint point = face.at(landmark);
            landmarks
                    .addObject()
                    .put("name", landmark.name().toLowerCase(Locale.ROOT))
                    .put("x", rounded(point.x()))
                    .put("y", rounded(point.y()));
        }
        return told;
    }

    /** More digits than three say nothing: a thousandth of a pixel. */
    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
