package dev.likeness.api.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bodies as clients send them. */
final class Sent {

    static final byte[] FACE = resource("face.jpg");
    static final byte[] POSE = resource("pose.png");
    static final String FACE_TEXT = Base64.getEncoder().encodeToString(FACE);
    static final String POSE_TEXT = Base64.getEncoder().encodeToString(POSE);

    static final String BOUNDARY = "----contract-boundary-7f3a";

    private Sent() {}

    static byte[] resource(String name) {
        try (InputStream file = Sent.class.getResourceAsStream("/contract/" + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A whole request with a small picture, so that it is answered soon; further fields as name, value, name, value... */
    static Map<String, Object> request(Object... more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("face_image", FACE_TEXT);
        fields.put("pose_image", POSE_TEXT);
        fields.put("prompt", "a red coat in the rain");
        fields.put("use_input_img_dimension", false);
        fields.put("custom_width", 96);
        fields.put("custom_height", 128);
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        return fields;
    }

    static Map<String, Object> without(Map<String, Object> fields, String... names) {
        Map<String, Object> fewer = new LinkedHashMap<>(fields);
        for (String name : names) {
            fewer.remove(name);
        }
        return fewer;
    }

    static byte[] json(Map<String, Object> fields) {
        try {
            return new ObjectMapper().writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The request with one value written as it stands, valid JSON or not. */
    static byte[] jsonWith(String field, String literal) {
        String body = new String(json(without(request(), field)), StandardCharsets.UTF_8);
        return (body.substring(0, body.length() - 1) + ",\"" + field + "\":" + literal + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A part of a form: its header lines and its content. */
    record Part(String headers, byte[] content) {

        static Part text(String name, String value) {
            return new Part(
                    "Content-Disposition: form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
        }

        static Part file(String name, String fileName, byte[] content) {
            return new Part(
                    "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName
                            + "\"\r\nContent-Type: application/octet-stream",
                    content);
        }
    }

    static byte[] form(List<Part> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : parts) {
            out.writeBytes(("--" + BOUNDARY + "\r\n" + part.headers() + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(part.content());
            out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    /** The same request as {@link #request}, as a browser's form sends it. */
    static List<Part> parts(Object... more) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.file("face_image", "me.jpg", FACE));
        parts.add(Part.file("pose_image", "pose.png", POSE));
        without(request(more), "face_image", "pose_image")
                .forEach((name, value) -> parts.add(Part.text(name, value.toString())));
        return parts;
    }
}
