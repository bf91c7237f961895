package dev.likeness.pose.remote;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.likeness.pose.Face;
import dev.likeness.pose.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Answers of {@code POST /v1/pose} as what they were made of, read as another deployment reads them. */
public final class PoseAnswers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PoseAnswers() {}

    public static List<Person> people(byte[] answer) {
        try {
            return PoseJson.reading(JSON.readTree(answer)).skeleton().people();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Face> faces(byte[] answer) {
        try {
            return PoseJson.faces(JSON.readTree(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
