package dev.likeness.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/** The asynchronous routes, as a client uses them. */
record Twin(Service service, Account account) {

    static final String SUBMIT = "/v2/consistent-character-with-pose";
    static final String REQUESTS = "/v2/requests/";

    Answer submit(Map<String, Object> fields, String... headers) {
        var request = service.to(SUBMIT, account)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Sent.json(fields)));
        Answer answer = service.send(headers.length == 0 ? request : request.headers(headers));
        if (answer.status() == 200) {
            String id = answer.json().get("request_id").textValue();
            service.afterwards(() -> untilEnded(id));
        }
        return answer;
    }

    /** The id of a request that was accepted. */
    String submitted(Map<String, Object> fields, String... headers) {
        return submit(fields, headers).ok().json().get("request_id").textValue();
    }

    Answer status(String id) {
        return service.send(service.to(REQUESTS + id + "/status", account));
    }

    Answer result(String id) {
        return service.send(service.to(REQUESTS + id, account));
    }

    Answer cancel(String id) {
        return service.send(service.to(REQUESTS + id + "/cancel", account).POST(BodyPublishers.noBody()));
    }

    Answer delete(String id) {
        return service.send(service.to(REQUESTS + id, account).DELETE());
    }

    Answer events(String id, String... headers) {
        var request = service.to(REQUESTS + id + "/events", account);
        return service.send(headers.length == 0 ? request : request.headers(headers));
    }

    String state(String id) {
        return status(id).json().get("status").textValue();
    }

    /** The answer of a request once it has ended in this way. */
    JsonNode ended(String id, String state) {
        untilEnded(id);
        JsonNode result = result(id).json();
        org.assertj.core.api.Assertions.assertThat(result.get("status").textValue())
                .as(result::toString)
                .isEqualTo(state);
        return result;
    }

    private void untilEnded(String id) {
        Service.until(
                id + " has ended", () -> java.util.Set.of("COMPLETED", "FAILED").contains(state(id)));
    }

    /** What a link leads to, without any key. */
    Answer fetched(String url) {
        URI link = URI.create(url);
        return service.send(service.to(link.getRawPath() + "?" + link.getRawQuery()));
    }
}
