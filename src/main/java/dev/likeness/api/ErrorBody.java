package dev.likeness.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.likeness.error.FieldViolation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The one body of every error. Registered by hand, since {@code Response} hides it from the build.
 *
 * @param error what to do about it
 * @param code the stable word to branch on
 * @param requestId as in {@code x-request-id}
 * @param fields every violated field; absent when no field is to blame
 */
@RegisterForReflection(targets = {ErrorBody.class, FieldViolation.class})
record ErrorBody(
        String error,
        String code,
        @JsonProperty("request_id") String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldViolation> fields) {}
