package dev.likeness.pose.remote;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The whole service, over HTTP alone; the deployment that reads poses for it is played, with its faults. */
abstract class PosesReadElsewhere {

    static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource("/")
    URI base;

    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    PlayedDeployment there;
    byte[] picture;

    @BeforeEach
    void theOtherDeployment() throws IOException {
        there = new PlayedDeployment();
        try (InputStream file = PosesReadElsewhere.class.getResourceAsStream("/contract/pose.png")) {
            picture = file.readAllBytes();
        }
    }

    @AfterEach
    void isGone() {
        there.close();
    }

    HttpResponse<byte[]> send(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofByteArray());
    }

    /** The picture as the whole body. */
    HttpRequest.Builder request(String path) {
        return to(path).header("Content-Type", "image/png").POST(BodyPublishers.ofByteArray(picture));
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("x-api-key", "demo");
    }
}
