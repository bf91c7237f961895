package dev.likeness.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Completes the document of {@code META-INF/openapi.yaml} while the service is built: the request's properties come from
 * {@link Fields}, so that they are said once, and the examples get sample pictures, so that they run as they stand.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class OpenApiDocument implements OASFilter {

    private static final String FACE_SAMPLE = "samples/face.jpg";
    private static final String POSE_SAMPLE = "samples/pose.png";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        for (Fields.Field field : Fields.ALL) {
            schemas.get("CharacterRequest").addProperty(field.name(), schema(field, "#/components/schemas/ImageText"));
            schemas.get("CharacterForm").addProperty(field.name(), schema(field, "#/components/schemas/Binary"));
        }
        String face = base64(FACE_SAMPLE);
        String pose = base64(POSE_SAMPLE);
        for (String route : List.of("/v1/consistent-character-with-pose", "/v2/consistent-character-with-pose")) {
            examples(document, route).forEach(example -> {
                put(example, Fields.FACE_IMAGE.name(), face);
                put(example, Fields.POSE_IMAGE.name(), pose);
            });
        }
        examples(document, "/v1/pose").forEach(example -> put(example, Fields.POSE_IMAGE.name(), pose));
    }

    private static List<Example> examples(OpenAPI document, String path) {
        return List.copyOf(document.getPaths()
                .getPathItem(path)
                .getPOST()
                .getRequestBody()
                .getContent()
                .getMediaType("application/json")
                .getExamples()
                .values());
    }

    @SuppressWarnings("unchecked")
    private static void put(Example example, String name, String value) {
        ((Map<String, Object>) example.getValue()).put(name, value);
    }

    private static Schema schema(Fields.Field field, String imageSchema) {
        Schema schema = OASFactory.createSchema().description(field.description());
        if (field instanceof Fields.Image) {
            return schema.allOf(List.of(OASFactory.createSchema().ref(imageSchema)));
        }
        if (field instanceof Fields.Text text) {
            schema.addType(SchemaType.STRING).maxLength(text.maxLength());
            return text.required() ? schema.minLength(1) : schema;
        }
        if (field instanceof Fields.Flag flag) {
            return schema.addType(SchemaType.BOOLEAN).defaultValue(flag.byDefault());
        }
        if (field instanceof Fields.Integer integer) {
            return schema.addType(SchemaType.INTEGER)
                    .format(integer.max() > Integer.MAX_VALUE ? "int64" : "int32")
                    .minimum(BigDecimal.valueOf(integer.min()))
                    .maximum(BigDecimal.valueOf(integer.max()))
                    .defaultValue(integer.byDefault());
        }
        if (field instanceof Fields.Decimal decimal) {
            return schema.addType(SchemaType.NUMBER)
                    .minimum(BigDecimal.valueOf(decimal.min()))
                    .maximum(BigDecimal.valueOf(decimal.max()));
        }
        Fields.Choice<?> choice = (Fields.Choice<?>) field;
        return schema.addType(SchemaType.STRING)
                .enumeration(new ArrayList<>(choice.values().keySet()))
                .defaultValue(choice.defaultName());
    }

    private static String base64(String resource) {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return Base64.getEncoder().encodeToString(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
