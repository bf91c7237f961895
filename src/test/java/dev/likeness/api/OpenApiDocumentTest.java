package dev.likeness.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiDocumentTest {

    @Test
    void thePublishedDocumentIsTheOneThatIsServed() throws IOException {
        String served = given().when()
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(served)
                .as("docs/openapi.yaml is out of date; CONTRIBUTING.md says how to write it anew")
                .isEqualTo(Files.readString(Path.of("docs/openapi.yaml")));
    }

    @Test
    void everyExampleIsARequestThatIsAnsweredWithAPicture() throws IOException {
        JsonNode operation = new ObjectMapper()
                .readTree(given().accept("application/json").get("/q/openapi").asString())
                .at("/paths/~1v1~1consistent-character-with-pose/post/requestBody/content/application~1json/examples");

        assertThat(operation).isNotEmpty();
        for (Iterator<JsonNode> examples = operation.elements(); examples.hasNext(); ) {
            given().header("x-api-key", "demo")
                    .contentType("application/json")
                    .body(examples.next().get("value").toString())
                    .when()
                    .post("/v1/consistent-character-with-pose")
                    .then()
                    .statusCode(200);
        }
    }
}
