package dev.likeness.pose.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.error.InvalidRequest;
import dev.likeness.input.Picture;
import dev.likeness.pose.Face;
import dev.likeness.pose.PoseReading;
import dev.likeness.remote.ServerJson;
import java.util.List;

/** What the other deployment answers, told from what goes wrong there. */
final class Answers {

    private Answers() {}

    static PoseReading people(Reply answer, Picture picture) {
        return PoseJson.reading(body(answer, picture));
    }

    static List<Face> faces(Reply answer, Picture picture) {
        return PoseJson.faces(body(answer, picture));
    }

    private static JsonNode body(Reply answer, Picture picture) {
        int status = answer.status();
        if (status == 200) {
            JsonNode body = tree(answer);
            PoseJson.require(
                    body.path("width").asInt() == picture.width()
                            && body.path("height").asInt() == picture.height(),
                    "the size of another picture");
            return body;
        }
        String code = status < 500 ? code(answer) : "";
        if (status == 400 && code.equals("invalid_image")) {
            throw InvalidRequest.image(picture.field(), "it cannot be decoded; send another one");
        }
        throw switch (status) {
            case 400 ->
                Fault.lasting(
                        "answers 400 " + code + "; if it has poses read elsewhere itself, likeness.pose.remote.url"
                                + " has to name that one");
            case 401, 403 ->
                Fault.lasting("does not know likeness.pose.remote.key (" + status
                        + "), or a proxy in front of it wants headers (likeness.pose.remote.logins)");
            case 404, 405 ->
                Fault.lasting("has no /v1/pose (" + status + "); likeness.pose.remote.url has to name a Likeness");
            case 500, 502, 503, 504 -> Fault.passing("answers " + status, null);
            default -> Fault.lasting("answers " + status + " " + code);
        };
    }

    private static JsonNode tree(Reply answer) {
        JsonNode body = ServerJson.read(answer.body());
        PoseJson.require(body.isObject(), "something that is no JSON object");
        return body;
    }

    private static String code(Reply answer) {
        return ServerJson.read(answer.body()).path("code").asText();
    }
}
