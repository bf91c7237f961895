package dev.likeness.replicas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** HTTP to replicas that may die at any moment. */
final class Web {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * @param status 0 when the connection broke
     * @param requestId empty when there is none
     */
    record Answer(int status, String requestId, byte[] body) {

        static final Answer BROKEN = new Answer(0, "", new byte[0]);

        boolean isOk() {
            return status == 200;
        }

        boolean isBroken() {
            return status == 0;
        }

        /** Nothing was done, for the time being. */
        boolean isLater() {
            return status == 503 || status == 429;
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer =
                    http.send(request.timeout(LONGEST).build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("x-request-id").orElse(""),
                    answer.body());
        } catch (IOException gone) {
            return Answer.BROKEN;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpClient client() {
        return http;
    }
}
