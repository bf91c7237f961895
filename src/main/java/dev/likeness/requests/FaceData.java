package dev.likeness.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.pose.Face;
import dev.likeness.pose.Keypoint;
import dev.likeness.pose.Landmark;
import java.util.ArrayList;
import java.util.List;
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

    /** The face that is told here, but for what rounding took. */
    static Face read(JsonNode told) {
        double score = told.get("score").doubleValue();
        List<Keypoint> landmarks = new ArrayList<>();
        told.get("landmarks")
                .forEach(point -> landmarks.add(new Keypoint(
                        point.get("x").doubleValue(), point.get("y").doubleValue(), score)));
        return new Face(
                told.get("left").doubleValue(),
                told.get("top").doubleValue(),
                told.get("width").doubleValue(),
                told.get("height").doubleValue(),
                landmarks,
                score);
    }

    /** More digits than three say nothing: a thousandth of a pixel. */
    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
